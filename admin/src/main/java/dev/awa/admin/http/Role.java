package dev.awa.admin.http;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody may do. Each role may do what the roles before it may. */
public enum Role {
  /** Look at everything, with masked arguments. */
  VIEW,

  /** Steer jobs, dead letters, queues and schedules in ways that lose nothing. */
  OPERATE,

  /** Delete, purge, change settings, and see arguments unmasked. */
  ADMINISTER;

  /** The role of a word; empty when there is none. */
  public static Optional<Role> of(String word) {
    return Stream.of(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  /** How the role is written everywhere: {@code view}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether this role may do what another may. */
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }
}
