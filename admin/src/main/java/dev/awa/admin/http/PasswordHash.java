package dev.awa.admin.http;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is kept: {@code pbkdf2-sha256$ITERATIONS$SALT$HASH}, salt and hash in base64url.
 * Of the password itself nothing is kept.
 */
final class PasswordHash {
  /** Characters of a password at least. */
  static final int LEAST_CHARACTERS = 10;

  /** Characters of a password at most. */
  static final int MOST_CHARACTERS = 1000;

  private static final String NAME = "pbkdf2-sha256";
  private static final int ITERATIONS = 600_000;
  private static final int LEAST_ITERATIONS = 100_000;
  private static final int MOST_ITERATIONS = 10_000_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int iterations, byte[] salt, byte[] hash) {
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  /**
   * The hash of a password, with a new salt.
   *
   * @throws IllegalArgumentException when it has fewer than 10 characters, or more than 1000
   */
  static PasswordHash of(String password) {
    int characters = password.length();
    if (characters < LEAST_CHARACTERS || characters > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "password: must be "
              + LEAST_CHARACTERS
              + " to "
              + MOST_CHARACTERS
              + " characters, got "
              + characters);
    }
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return new PasswordHash(ITERATIONS, salt, derived(password, salt, ITERATIONS));
  }

  /**
   * Reads what {@link #toString} has written.
   *
   * @throws IllegalArgumentException when it is none of that; says nothing of what it is
   */
  static PasswordHash parse(String text) {
    String[] parts = text.split("\\$", -1);
    if (parts.length == 4 && parts[0].equals(NAME) && parts[1].matches("[0-9]{6,8}")) {
      int iterations = Integer.parseInt(parts[1]);
      byte[] salt = bytes(parts[2]);
      byte[] hash = bytes(parts[3]);
      boolean isStrong = iterations >= LEAST_ITERATIONS && iterations <= MOST_ITERATIONS;
      if (isStrong && salt.length >= SALT_BYTES && hash.length == HASH_BYTES) {
        return new PasswordHash(iterations, salt, hash);
      }
    }
    throw new IllegalArgumentException(
        "the hash must be pbkdf2-sha256$ITERATIONS$SALT$HASH, as awa serve hash prints it");
  }

  private static byte[] bytes(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** A hash that no password has, and that takes as long to compare. */
  PasswordHash ofNobody() {
    return new PasswordHash(iterations, salt, new byte[HASH_BYTES]);
  }

  /** Whether a password is the one; takes as long whether it is or not. */
  boolean matches(String password) {
    String bounded = password.substring(0, Math.min(password.length(), MOST_CHARACTERS));
    byte[] found = derived(bounded, salt, iterations);
    return MessageDigest.isEqual(found, hash) && password.length() == bounded.length();
  }

  private static byte[] derived(String password, byte[] salt, int iterations) {
    PBEKeySpec spec =
        new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BYTES * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2WithHmacSHA256", e);
    } finally {
      spec.clearPassword();
    }
  }

  @Override
  public String toString() {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return NAME
        + "$"
        + iterations
        + "$"
        + encoder.encodeToString(salt)
        + "$"
        + encoder.encodeToString(hash);
  }
}
