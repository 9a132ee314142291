package dev.awa.engine;

import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JsonCodec;
import dev.awa.Limits;
import dev.awa.TraceContext;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Writes what a job carries beside its arguments, and only what is in use: the column ext. */
final class JobExt {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final JsonCodec codec;
  private final Proof proof;

  JobExt(JsonCodec codec, Proof proof) {
    this.codec = codec;
    this.proof = proof;
  }

  /**
   * The JSON object of a job; "{}" for most.
   *
   * @param encrypted whether the arguments are
   * @throws InvalidJobException when a tag, the metadata, the deadline or the ordering key breaks a
   *     rule
   */
  String json(Job<?> job, boolean encrypted) {
    if (job.tags().isEmpty()
        && job.metadata().isEmpty()
        && job.deadline() == null
        && job.orderingKey() == null
        && job.traceContext() == null
        && job.version() == 1
        && job.masked().isEmpty()
        && !encrypted) {
      return "{}";
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator out = PlainJson.generator(text)) {
      out.writeStartObject();
      write(out, job);
      writeForm(out, job, encrypted);
      out.writeEndObject();
    }
    return text.toString();
  }

  private void write(JsonGenerator out, Job<?> job) {
    if (!job.tags().isEmpty()) {
      writeTexts(out, "tags", checked(job.tags()));
    }
    if (!job.metadata().isEmpty()) {
      out.writeName("metadata");
      out.writeRawValue(checked(job.metadata()));
    }
    if (job.deadline() != null) {
      Duration deadline = Span.DEADLINE.checked("deadline", job.deadline());
      out.writeNumberProperty("deadline_ms", Span.inUnits(deadline, NANOS_PER_MILLI));
    }
    if (job.orderingKey() != null) {
      StorableText.checkName("orderingKey", job.orderingKey());
      out.writeStringProperty("ordering_key", job.orderingKey());
    }
    if (job.traceContext() != null) {
      write(out, job.traceContext());
    }
  }

  private static void write(JsonGenerator out, TraceContext trace) {
    out.writeStringProperty("traceparent", trace.traceparent());
    if (trace.tracestate() != null) {
      out.writeStringProperty("tracestate", trace.tracestate());
    }
  }

  /** What {@link ArgsForm} reads. */
  private static void writeForm(JsonGenerator out, Job<?> job, boolean encrypted) {
    if (job.version() != 1) {
      out.writeNumberProperty(ArgsForm.VERSION, job.version());
    }
    if (encrypted) {
      out.writeBooleanProperty(ArgsForm.ENCRYPTED, true);
    }
    if (!job.masked().isEmpty()) {
      writeTexts(out, ArgsForm.MASKED, job.masked());
    }
  }

  static void writeTexts(JsonGenerator out, String name, List<String> texts) {
    out.writeArrayPropertyStart(name);
    texts.forEach(out::writeString);
    out.writeEndArray();
  }

  private static List<String> checked(List<String> tags) {
    if (tags.size() > Limits.TAGS) {
      throw new InvalidJobException(
          "tags", tags.size() + " tags", "must be at most " + Limits.TAGS + " tags");
    }
    for (int i = 0; i < tags.size(); i++) {
      StorableText.checkName("tags[" + i + "]", tags.get(i));
    }
    return tags;
  }

  private String checked(Map<String, ?> metadata) {
    String text = written(metadata);
    JsonText.check("metadata", text, Limits.METADATA_BYTES);
    if (!text.strip().startsWith("{")) {
      throw new InvalidJobException("metadata", text, "must be a JSON object");
    }
    proof
        .lossOfObject(metadata, text)
        .ifPresent(loss -> {
          throw new InvalidJobException(
              "metadata",
              text,
              "must come back as written, but "
                  + loss
                  + ": hold texts, numbers, true, false, lists and maps of these alone");
        });
    return text;
  }

  private String written(Map<String, ?> metadata) {
    try {
      return codec.write(metadata);
    } catch (InvalidJobException e) {
      throw new InvalidJobException("metadata", e.value(), e.rule());
    }
  }
}
