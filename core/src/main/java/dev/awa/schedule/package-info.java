/**
 * Schedules: jobs that are enqueued by time, again and again. {@link dev.awa.schedule.Schedule} is
 * what an application declares, {@link dev.awa.schedule.StoredSchedule} what the queue has of it.
 */
@NullMarked
package dev.awa.schedule;

import org.jspecify.annotations.NullMarked;
