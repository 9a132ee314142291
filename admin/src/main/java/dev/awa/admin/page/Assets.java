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
  private static final String ICON = "icon.svg";

  private static final Map<String, String> TYPES =
      Map.of(
          "awa.css",
          "text/css; charset=utf-8",
          "awa.js",
          "text/javascript; charset=utf-8",
          ICON,
          "image/svg+xml");

  /** The hue of the icon, which that of the instance takes the place of. */
  private static final String TEAL = "#09586a";

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
    for (Instance.Hue hue : Instance.Hue.values()) {
      files.put(icon(hue), files.getOrDefault(ICON, "").replace(TEAL, colour(hue)));
    }
    folder = "assets/" + HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  /** The icon of an instance: a tab of production looks like production, too. */
  static String icon(Instance instance) {
    return instance.name().isEmpty() ? ICON : icon(instance.hue());
  }

  private static String icon(Instance.Hue hue) {
    return "icon-" + hue.word() + ".svg";
  }

  /** As the style sheet has it in the light theme. */
  private static String colour(Instance.Hue hue) {
    return switch (hue) {
      case PLUM -> "#74275f";
      case INDIGO -> "#3a4a96";
      case MOSS -> "#3d5f2b";
    };
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
        .map(found -> PageAnswer.file(TYPES.getOrDefault(name, "image/svg+xml"), found));
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
