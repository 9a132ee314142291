package dev.awa.metrics;

/** What a meter tells apart: a tag of Micrometer, an attribute of OpenTelemetry. */
enum Tag {
  QUEUE("queue", "awa.job.queue"),
  KIND("kind", "awa.job.kind"),
  OWNER("owner", "awa.owner"),
  OUTCOME("outcome", "awa.job.outcome"),
  STATE("state", "awa.job.state"),
  CAUSE("cause", "awa.cause"),
  CHORE("chore", "awa.maintenance.branch"),
  STEP("step", "awa.step"),
  PURPOSE("purpose", "awa.connection.purpose"),
  LISTENER("listener", "awa.listener"),
  READING("reading", "awa.reading"),
  ACTION("action", "awa.operation.action"),
  VERDICT("verdict", "awa.operation.verdict");

  /** The value of all that is too many to be told apart. */
  static final String OTHER = "other";

  private final String key;
  private final String attribute;

  Tag(String key, String attribute) {
    this.key = key;
    this.attribute = attribute;
  }

  /** Its name for Micrometer. */
  String key() {
    return key;
  }

  /** Its name for OpenTelemetry. */
  String attribute() {
    return attribute;
  }
}
