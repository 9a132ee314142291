package dev.awa.chaos.ledger;

import java.util.Locale;

/** What an entry of the ledger tells. */
public enum What {
  /** A producer is about to enqueue. */
  TRIED,
  /** The queue has taken the job. */
  ACKED,
  /** The queue has said that it did not take the job. */
  REFUSED,
  /** The connection broke: nobody has said whether the job was taken. */
  UNKNOWN,
  /** A handler begins. */
  START,
  /** A handler is over; the detail says with which outcome. */
  END,
  /** The worker says: the ending was accepted, the job is done. */
  COMPLETED,
  /** Accepted: again after a failure. */
  RETRIED,
  /** Accepted: again later. */
  SNOOZED,
  /** Accepted: put back. */
  RELEASED,
  /** Accepted: failed for good. */
  FAILED,
  /** Accepted: the handler has cancelled the job. */
  CANCELLED,
  /** The ending was refused: the run was no longer the worker's. */
  STALE,
  /** Something was done to a process, or to all; the detail is the {@link Fault}. */
  FAULT,
  /** What was done is over. */
  HEALED;

  /** Whether it is about enqueueing. */
  boolean isOfProducer() {
    return this == TRIED || this == ACKED || this == REFUSED || this == UNKNOWN;
  }

  /** Whether the queue has accepted an ending. */
  boolean isAccepted() {
    return isFinal() || isAgain();
  }

  /** Whether the queue has accepted an ending after which the job never runs again. */
  boolean isFinal() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }

  /** Whether the queue has accepted an ending after which the job is to run again. */
  boolean isAgain() {
    return this == RETRIED || this == SNOOZED || this == RELEASED;
  }

  /** Whether a worker has heard what became of an ending. */
  boolean isVerdict() {
    return isAccepted() || this == STALE;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
