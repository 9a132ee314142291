package dev.awa.admin.http;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * People who log in by name and password. Of a password only a slow, salted hash is kept
 * (PBKDF2-HMAC-SHA256).
 */
public final class Passwords implements Login {
  private static final String FORM = "must be NAME:ROLE[:QUEUE,...]:HASH";

  private final Map<String, Known> known;
  private final PasswordHash nobodys;

  private record Known(Principal principal, PasswordHash hash) {}

  private Passwords(Map<String, Known> known) {
    this.known = known;
    this.nobodys = known.values().iterator().next().hash().ofNobody();
  }

  /**
   * The people of a text with a line for each: {@code NAME:ROLE:HASH}, or {@code
   * NAME:ROLE:QUEUE,QUEUE:HASH} for somebody who is let into these queues only. {@link #line} makes
   * one. An empty line, or one that begins with {@code #}, says nothing.
   *
   * @throws IllegalArgumentException when a line is none, or a name is there twice; says which line
   */
  public static Passwords parse(String text) {
    Map<String, Known> known = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      Known one = numbered(number, line.strip().split(":", -1));
      if (known.put(one.principal().name(), one) != null) {
        throw wrong(number, "the name is there twice");
      }
    }
    if (known.isEmpty()) {
      throw new IllegalArgumentException("passwords: there is none; a line " + FORM);
    }
    return new Passwords(known);
  }

  private static Known numbered(int number, String[] parts) {
    try {
      return known(parts);
    } catch (IllegalArgumentException e) {
      throw wrong(number, String.valueOf(e.getMessage()));
    }
  }

  private static Known known(String[] parts) {
    if (parts.length < 3 || parts.length > 4) {
      throw new IllegalArgumentException(FORM);
    }
    Role role =
        Role.of(parts[1])
            .orElseThrow(
                () -> new IllegalArgumentException("the role must be view, operate or administer"));
    Principal principal = Principal.of(parts[0], role);
    PasswordHash hash = PasswordHash.parse(parts[parts.length - 1]);
    return new Known(parts.length == 4 ? principal.inQueues(queues(parts[2])) : principal, hash);
  }

  /** Queues with commas between, each once. */
  static Set<String> queues(String text) {
    Set<String> queues = new HashSet<>();
    for (String queue : text.split(",", -1)) {
      if (queue.isEmpty() || !queues.add(queue)) {
        throw new IllegalArgumentException("a queue has no name, or is there twice");
      }
    }
    return queues;
  }

  private static IllegalArgumentException wrong(int number, String rule) {
    return new IllegalArgumentException("passwords, line " + number + ": " + rule);
  }

  /**
   * A line of the file.
   *
   * @param queues the queues that the person is let into; empty: all
   * @param password 10 to 1000 characters
   * @throws IllegalArgumentException when the name has a colon or is no name, or the password is
   *     too short or too long
   */
  public static String line(String name, Role role, List<String> queues, String password) {
    Principal.of(name, role);
    if (!(name + String.join("", queues)).matches("[^:\\p{Cc}]*") || name.startsWith("#")) {
      throw new IllegalArgumentException("name, queues: must have no colon, no #, on one line");
    }
    String in = queues.isEmpty() ? "" : ":" + String.join(",", queues);
    String line = name + ":" + role.word() + in + ":" + PasswordHash.of(password);
    parse(line);
    return line;
  }

  @Override
  public Optional<Principal> login(String name, String secret) {
    Known one = known.get(name);
    boolean isRight = (one == null ? nobodys : one.hash()).matches(secret);
    return one != null && isRight ? Optional.of(one.principal()) : Optional.empty();
  }
}
