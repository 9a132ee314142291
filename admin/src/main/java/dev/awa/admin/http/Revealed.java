package dev.awa.admin.http;

import dev.awa.StoredJob;
import dev.awa.admin.Documents;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * A job as an administrator sees it who asks for its arguments.
 *
 * @param note why the arguments are not readable; null: they are
 */
record Revealed(StoredJob job, @Nullable String note) {
  private static final Logger LOG = LoggerFactory.getLogger(Revealed.class);
  private static final String KEY = "key";
  private static final Set<String> STORED = Set.of(KEY, "data");

  /**
   * Reveals what it can.
   *
   * @param job as a client shows it that is revealing
   */
  static Revealed of(StoredJob job, Revealer revealer) {
    try {
      String args = revealer.args(job);
      JsonNode read = Documents.JSON.readTree(args);
      return new Revealed(job.showing(args), isEncrypted(job, read) ? withoutKey(read) : null);
    } catch (RuntimeException e) {
      LOG.error("the arguments of job {} could not be revealed", job.id(), e);
      return new Revealed(job, "the application could not reveal them: " + e.getClass().getName());
    }
  }

  /** Still as the engine has stored them: the name of a key, and what was encrypted with it. */
  private static boolean isEncrypted(StoredJob job, JsonNode args) {
    return Documents.JSON.readTree(job.ext()).has("encrypted")
        && args.isObject()
        && Set.copyOf(args.propertyNames()).equals(STORED);
  }

  private static String withoutKey(JsonNode args) {
    return "they are encrypted with key \""
        + Type.quoted(args.path(KEY).asString(""))
        + "\", which this server does not have, or has another key by this name";
  }
}
