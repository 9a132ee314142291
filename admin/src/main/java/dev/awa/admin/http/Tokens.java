package dev.awa.admin.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets those in who send a token that the server knows: {@code Authorization: Bearer TOKEN}. Of a
 * token only its SHA-256 is kept, and every token is compared in the same time.
 */
public final class Tokens implements Access, Login {
  /** Characters of a token at least: fewer can be guessed. */
  public static final int LEAST_CHARACTERS = 20;

  private static final String BEARER = "bearer ";
  private static final String HASHED = "sha256:";

  private final List<Known> known;

  private record Known(String hash, Principal principal) {}

  private Tokens(List<Known> known) {
    this.known = known;
  }

  /**
   * The tokens of a text with a line for each: name, role, token, and, where it is only for some
   * queues, their names with commas between; white space lies between the parts. An empty line, or
   * one that begins with {@code #}, says nothing. A token is 20 characters and more, or {@code
   * sha256:} and the hash of a token in hex.
   *
   * @throws IllegalArgumentException when a line is no token, there is none, or a token or name is
   *     there twice; says which line, never the token
   */
  public static Tokens parse(String text) {
    List<Known> known = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.strip().startsWith("#")) {
        Known one = line(number, line.strip().split("\\s+"));
        if (!seen.add(one.principal().name()) || !seen.add("#" + one.hash())) {
          throw wrong(number, "the name or the token is there twice");
        }
        known.add(one);
      }
    }
    if (known.isEmpty()) {
      throw new IllegalArgumentException("tokens: there is none; a line is: NAME ROLE TOKEN");
    }
    return new Tokens(List.copyOf(known));
  }

  private static Known line(int number, String[] parts) {
    if (parts.length < 3 || parts.length > 4) {
      throw wrong(number, "must be NAME ROLE TOKEN [QUEUE,...]");
    }
    Role role =
        Role.of(parts[1])
            .orElseThrow(() -> wrong(number, "the role must be view, operate or administer"));
    return new Known(hash(number, parts[2]), principal(number, role, parts));
  }

  private static Principal principal(int number, Role role, String[] parts) {
    try {
      Principal principal = Principal.of(parts[0], role);
      return parts.length == 4 ? principal.inQueues(Passwords.queues(parts[3])) : principal;
    } catch (IllegalArgumentException e) {
      throw wrong(number, String.valueOf(e.getMessage()));
    }
  }

  private static String hash(int number, String token) {
    if (token.startsWith(HASHED)) {
      String hex = token.substring(HASHED.length());
      if (!hex.matches("[0-9a-fA-F]{64}")) {
        throw wrong(number, "after sha256: there must be 64 hex digits");
      }
      return hex.toLowerCase(Locale.ROOT);
    }
    if (token.length() < LEAST_CHARACTERS) {
      throw wrong(number, "a token must have " + LEAST_CHARACTERS + " characters or more");
    }
    return sha256(token);
  }

  private static IllegalArgumentException wrong(int number, String rule) {
    return new IllegalArgumentException("tokens, line " + number + ": " + rule);
  }

  static String sha256(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] ascii(String hex) {
    return hex.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public Optional<Principal> of(Request request) {
    return sent(request).flatMap(token -> login("", token));
  }

  /** The token that a request has sent, whether or not it is right. */
  static Optional<String> sent(Request request) {
    String header = request.header("Authorization");
    return header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? Optional.of(header.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  /** Who has this token; the name says nothing. */
  @Override
  public Optional<Principal> login(String name, String secret) {
    byte[] hash = ascii(sha256(secret));
    @Nullable Principal found = null;
    for (Known one : known) {
      if (MessageDigest.isEqual(ascii(one.hash()), hash)) {
        found = one.principal();
      }
    }
    return Optional.ofNullable(found);
  }
}
