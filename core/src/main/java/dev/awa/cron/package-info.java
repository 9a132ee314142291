/**
 * When a cron expression fires: the expression, its fires, and time zones. No database, no clock.
 * All types are immutable and safe for use by several threads.
 */
@NullMarked
package dev.awa.cron;

import org.jspecify.annotations.NullMarked;
