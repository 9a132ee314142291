package dev.awa.metrics;

/**
 * The attributes of spans: those of OpenTelemetry's conventions for messaging, which are not stable
 * yet, and Awa's own.
 */
final class Attribute {
  static final String SYSTEM = "messaging.system";
  static final String OPERATION_NAME = "messaging.operation.name";
  static final String OPERATION_TYPE = "messaging.operation.type";
  static final String DESTINATION = "messaging.destination.name";
  static final String MESSAGE_ID = "messaging.message.id";
  static final String BATCH_COUNT = "messaging.batch.message_count";
  static final String ERROR_TYPE = "error.type";

  static final String KIND = "awa.job.kind";
  static final String ATTEMPT = "awa.job.attempt";
  static final String RUN_NO = "awa.job.run_no";
  static final String OUTCOME = "awa.job.outcome";
  static final String DUPLICATE = "awa.job.duplicate";

  /** Where there are no links: the trace in which the job was enqueued. */
  static final String ENQUEUED_TRACE = "awa.job.enqueued_trace_id";

  private Attribute() {}
}
