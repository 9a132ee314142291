package dev.awa.engine;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * One claimed run.
 *
 * @param ordinal its place among the members of its claim, from 1
 * @param slot the segment of its row in the ready log
 * @param xid the transaction that appended that row; with slot, lane and job it finds the row again
 * @param jobId the job
 * @param runNo which run of the job
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
    int runNo,
    int attempts,
    int maxAttempts,
    Instant readyAt,
    String kind,
    String args,
    String ext) {
  private static final String UNREADABLE = "unreadable";

  /**
   * Why the server could not read all of the row, which comes without what is lost; null for almost
   * every run.
   */
  public @Nullable String unreadable() {
    if (!ext.contains("\"" + UNREADABLE + "\"")) {
      return null;
    }
    try {
      return PlainJson.read(ext) instanceof Map<?, ?> object
              && object.get(UNREADABLE) instanceof String why
          ? why
          : null;
    } catch (JacksonException e) {
      return null; // written past the engine
    }
  }

  /** In which form the arguments are stored. */
  public ArgsForm argsForm() {
    return ArgsForm.of(ext);
  }

  /** The run, of which it was found out that its row can't be read. */
  Run unreadable(String why) {
    Map<String, Object> mark = new LinkedHashMap<>();
    mark.put(UNREADABLE, why);
    return new Run(
        ordinal,
        slot,
        xid,
        jobId,
        runNo,
        attempts,
        maxAttempts,
        readyAt,
        kind,
        "null",
        PlainJson.write(mark));
  }
}
