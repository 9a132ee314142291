package dev.awa.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of what is installed again whenever it has changed: server functions, views and
 * triggers, as {@code installed.txt} lists them.
 */
final class Installed {
  /**
   * Functions that are called from outside lie in one folder of their family, others in another.
   */
  private static final Pattern FUNCTION =
      Pattern.compile("[a-z_]+/(?:functions|helpers)/(\\w+)\\.sql");

  private static final String INDEX = "installed.txt";

  /**
   * Written by the build, by {@code build-tools/Digest.java}: hundreds of files are read slowly.
   */
  private static final String DIGEST = "installed_digest.txt";

  private Installed() {}

  /** All files, in an order in which each finds what it needs. */
  static List<String> files() {
    return Sql.lines(INDEX).stream().filter(line -> !line.startsWith("#")).toList();
  }

  /** The name of every server function. */
  static List<String> functions() {
    return files().stream()
        .map(FUNCTION::matcher)
        .filter(Matcher::matches)
        .map(function -> function.group(1))
        .toList();
  }

  /** A digest of the files as they are; of the list too, which says in which order they come. */
  static String digest() {
    return Sql.found(DIGEST).orElseGet(Installed::digested);
  }

  /** The same by reading them, as where no build has written the digest. */
  static String digested() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String file : files()) {
        digest.update(file.getBytes(StandardCharsets.UTF_8));
        digest.update(Sql.resource(file).getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
