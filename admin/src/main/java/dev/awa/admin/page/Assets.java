package dev.awa.admin.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files that pages need. The digest of all of them is in their path, so browsers keep them. */
final class Assets {
  private static final Map<String, String> TYPES =
      Map.of(
          "awa.css", "text/css; charset=utf-8",
          "awa.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private static final int DIGITS = 16;

  private final Map<String, String> files = new LinkedHashMap<>();
  private final String folder;

  Assets() {
    MessageDigest digest = sha256();
    for (String name : TYPES.keySet().stream().sorted().toList()) {
      String content = read(name);
      digest.update(content.getBytes(StandardCharsets.UTF_8));
      files.put(name, content);
    }
    folder = "assets/" + HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  /** Where the files are, below the mount: {@code assets/0123456789abcdef}. */
  String folder() {
    return folder;
  }

  /** The file of a path below the mount; empty when there is none. */
  Optional<PageAnswer> find(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String content = path.equals("/" + folder + "/" + name) ? files.get(name) : null;
    return Optional.ofNullable(content)
        .map(found -> PageAnswer.file(TYPES.getOrDefault(name, ""), found));
  }

  private static String read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream("assets/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the file " + name + " of the dashboard is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
