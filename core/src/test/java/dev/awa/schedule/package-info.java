/** What schedules say of themselves. */
@NullMarked
package dev.awa.schedule;

import org.jspecify.annotations.NullMarked;
