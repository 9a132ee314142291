package dev.awa.engine;

import dev.awa.Limits;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In which form the arguments of a job are stored; what is not the usual is noted in {@code ext}.
 *
 * @param version their version; 0 when none can be made of what is noted
 * @param encrypted whether they are encrypted
 * @param masked the fields that are not shown to people
 */
public record ArgsForm(int version, boolean encrypted, List<String> masked) {
  static final String VERSION = "version";
  static final String ENCRYPTED = "encrypted";
  static final String MASKED = "masked";

  /** Of almost every job. */
  public static final ArgsForm USUAL = new ArgsForm(1, false, List.of());

  /** The form that is noted. Throws nothing: the row may have been written past the engine. */
  public static ArgsForm of(String ext) {
    if (!mentions(ext, VERSION) && !mentions(ext, ENCRYPTED) && !mentions(ext, MASKED)) {
      return USUAL;
    }
    try {
      return PlainJson.read(ext) instanceof Map<?, ?> noted
          ? new ArgsForm(version(noted), noted.get(ENCRYPTED) != null, masked(noted.get(MASKED)))
          : USUAL;
    } catch (RuntimeException e) {
      return USUAL;
    }
  }

  private static boolean mentions(String ext, String name) {
    return ext.contains('"' + name + '"');
  }

  private static int version(Map<?, ?> noted) {
    if (!noted.containsKey(VERSION)) {
      return 1;
    }
    return noted.get(VERSION) instanceof Integer number
            && number >= 1
            && number <= Limits.MAX_VERSION
        ? number
        : 0;
  }

  private static List<String> masked(@Nullable Object paths) {
    return paths instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }
}
