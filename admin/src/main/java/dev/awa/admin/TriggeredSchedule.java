package dev.awa.admin;

/**
 * That a schedule was fired by hand.
 *
 * @param schedule its name
 * @param jobId the job
 * @param duplicate whether nothing was enqueued, because that job of an earlier fire has not ended
 */
public record TriggeredSchedule(String schedule, long jobId, boolean duplicate) {}
