package dev.awa.bench.peer;

import dev.awa.bench.lab.SendEmail;
import tools.jackson.databind.json.JsonMapper;

/** The arguments of a job as JSON text, about 120 bytes, the same for every queue. */
public final class Payload {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Payload() {}

  /** The arguments of the n-th job. */
  public static String json(long n) {
    return JSON.writeValueAsString(SendEmail.number(n));
  }

  /** Which job these are the arguments of. */
  public static long number(String json) {
    return JSON.readValue(json, SendEmail.class).number();
  }
}
