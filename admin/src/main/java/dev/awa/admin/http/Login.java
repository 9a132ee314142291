package dev.awa.admin.http;

import java.util.Optional;

/** Knows people by a name and a secret that they type. Safe for use by several threads. */
public interface Login {
  /**
   * Who that is; empty when nobody has this name and secret. It takes as long for a name that
   * nobody has.
   */
  Optional<Principal> login(String name, String secret);
}
