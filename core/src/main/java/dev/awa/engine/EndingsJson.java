package dev.awa.engine;

import dev.awa.engine.Ending.Next;
import dev.awa.engine.Flush.Ended;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The endings of a batch that ask for more than a closure, as {@code awa.end_runs} reads them. */
final class EndingsJson {
  private final java.io.StringWriter text = new java.io.StringWriter();
  private @Nullable JsonGenerator json;

  /** Adds a run if its ending asks for more than a closure. */
  void add(int closure, Ended ended) {
    if (ended.ending().next() instanceof Next.Completed
        && ended.output() == null
        && ended.report() == null
        && !mayCarryUniqueKey(ended.run())) {
      return;
    }
    JsonGenerator out = generator();
    PlainJson.write(out, object(closure, ended));
  }

  /** A run with a unique key lets go of it when it ends. */
  private static boolean mayCarryUniqueKey(Run run) {
    return run.ext().contains("\"unique\"") || run.unreadable() != null;
  }

  private static Map<String, Object> object(int closure, Ended ended) {
    Run run = ended.run();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("closure", closure);
    object.put("ordinal", run.ordinal());
    object.put("slot", run.slot());
    object.put("xid", run.xid());
    object.put("job_id", run.jobId());
    object.put("run_no", run.runNo());
    addNext(object, ended.ending().next());
    if (ended.ending().error() != null) {
      object.put("error", error(ended));
    }
    String why = run.unreadable();
    if (why != null) {
      object.put("unreadable", PlainText.of(why));
    }
    if (ended.output() != null) {
      object.put("output", ended.output());
    }
    if (ended.report() != null) {
      ended.report().addTo(object);
    }
    return object;
  }

  private static void addNext(Map<String, Object> object, Next next) {
    switch (next) {
      case Next.Completed ignored -> object.put("then", "completed");
      case Next.Again again -> {
        object.put("then", "again");
        object.put("delay_us", again.delayMicros());
        object.put("state", again.state().word());
        object.put("attempt", again.attempts());
      }
      case Next.Failed failed -> {
        object.put("then", "failed");
        object.put("reason", failed.reason());
      }
      case Next.Cancelled cancelled -> {
        object.put("then", "cancelled");
        object.put("reason", PlainText.of(cancelled.reason()));
      }
    }
  }

  private static Map<String, Object> error(Ended ended) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("attempt", ended.run().attempts() + 1);
    error.put("run_no", ended.run().runNo());
    error.put("outcome", ended.ending().closure().word());
    if (ended.ran() != null) {
      error.put("ran_ms", ended.ran().toMillis());
    }
    if (ended.ending().closure() == Closure.RELEASED) {
      error.put("put_back", true); // no attempt, but why there was none
    }
    error.put("error", PlainText.of(ended.ending().error()));
    if (ended.output() != null) {
      error.put("output", ended.output());
    }
    return error;
  }

  private JsonGenerator generator() {
    if (json == null) {
      json = PlainJson.generator(text);
      json.writeStartArray();
    }
    return json;
  }

  /** The JSON array; null when nothing was added. */
  @Nullable String text() {
    if (json == null) {
      return null;
    }
    json.writeEndArray();
    json.close();
    return text.toString();
  }
}
