package dev.awa;

import java.time.Instant;

/**
 * A step of a worker that fails again and again: a thread of the worker, a chore of maintenance, a
 * stripe. It goes once the step has worked for ten seconds or has not failed for two minutes, or
 * another worker does the maintenance.
 *
 * @param step what fails
 * @param since when it failed first, by the database's clock
 * @param failures how often, about
 * @param error the last error, in a line
 */
public record StepTrouble(String step, Instant since, long failures, String error) {}
