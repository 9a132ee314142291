/** When cron expressions fire, against tables, a walk through all minutes, and another library. */
@NullMarked
package dev.awa.cron;

import org.jspecify.annotations.NullMarked;
