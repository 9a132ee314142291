package dev.awa.admin.http;

import java.util.Set;

/**
 * Somebody who has logged in.
 *
 * @param name who, as the history of changes names them: 1 to 200 characters
 * @param role what they may do
 * @param queues the queues that they may see and steer; empty: every queue, and what belongs to no
 *     queue
 */
public record Principal(String name, Role role, Set<String> queues) {
  private static final int NAME_CHARACTERS = 200;

  /**
   * Copies the queues.
   *
   * @throws IllegalArgumentException when the name is empty or longer than 200 characters
   */
  public Principal {
    if (name.isBlank() || name.length() > NAME_CHARACTERS) {
      throw new IllegalArgumentException(
          "name: must be 1 to 200 characters, got " + name.length() + " characters");
    }
    queues = Set.copyOf(queues);
  }

  /** Somebody who has the role in every queue. */
  public static Principal of(String name, Role role) {
    return new Principal(name, role, Set.of());
  }

  /**
   * The same, but only for some queues.
   *
   * @throws IllegalArgumentException when none is named: to reach no queue and to reach every queue
   *     must not be written alike
   */
  public Principal inQueues(Set<String> some) {
    if (some.isEmpty()) {
      throw new IllegalArgumentException(
          "queues: must be 1 or more; a principal without inQueues reaches every queue");
    }
    return new Principal(name, role, some);
  }

  /** Whether queues are named, so that everything else is out of reach. */
  boolean isRestricted() {
    return !queues.isEmpty();
  }

  boolean mayReach(String queue) {
    return queues.isEmpty() || queues.contains(queue);
  }
}
