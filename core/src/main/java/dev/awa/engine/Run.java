package dev.awa.engine;

import java.time.Instant;

/**
 * One claimed run.
 *
 * @param ordinal its place among the members of its claim, from 1
 * @param slot the segment of its row in the ready log
 * @param xid the transaction that appended that row; with slot, lane and job it finds the row again
 * @param jobId the job
 * @param runLease which run of the job
 * @param attempts how many attempts the job had before this one
 * @param maxAttempts how many it may have
 * @param readyAt when the run became ready, by the database's clock
 * @param kind the job's kind
 * @param args the arguments, JSON text
 * @param ext everything else the job carries, JSON text
 */
public record Run(
    short ordinal,
    short slot,
    String xid,
    long jobId,
    int runLease,
    int attempts,
    int maxAttempts,
    Instant readyAt,
    String kind,
    String args,
    String ext) {}
