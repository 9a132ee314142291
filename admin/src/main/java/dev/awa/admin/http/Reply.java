package dev.awa.admin.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to a request that comes from the same process.
 *
 * @param status as HTTP has it
 * @param headers as HTTP has them, {@code Set-Cookie} of a login for instance
 * @param document what the API writes as JSON, a record of {@code dev.awa} or {@code dev.awa.admin}
 *     for instance; a problem, where the status is 400 or more, is a map of texts as RFC 9457 names
 *     them; null: nothing
 */
public record Reply(int status, Map<String, String> headers, @Nullable Object document) {
  private static final int FIRST_PROBLEM = 400;

  /** Whether the document is what was asked for, and no problem. */
  public boolean isGood() {
    return status < FIRST_PROBLEM;
  }
}
