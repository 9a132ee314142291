package dev.awa.engine;

import dev.awa.InvalidJobException;
import java.util.HexFormat;
import java.util.stream.IntStream;

/**
 * The escapes of a JSON text, which may stand for characters that PostgreSQL can't store. Looked at
 * without the parser: which of them it takes changes from one version of Jackson to the next.
 */
final class JsonEscapes {
  private static final int LENGTH = "\\u0000".length();
  private static final int NONE = -1;

  private JsonEscapes() {}

  /**
   * Refuses escapes of NUL characters and lone surrogates.
   *
   * @throws InvalidJobException when there is one
   */
  static void check(String field, String text) {
    int at = text.indexOf('\\');
    while (at >= 0) {
      at = text.indexOf('\\', at + checkedLength(field, text, at));
    }
  }

  /** How many characters the escape at this place has; a surrogate pair is one escape. */
  private static int checkedLength(String field, String text, int at) {
    int unit = unitAt(text, at);
    if (unit == NONE) {
      return 2;
    }
    if (unit == 0) {
      throw new InvalidJobException(field, text, StorableText.NUL_RULE);
    }
    if (!Character.isSurrogate((char) unit)) {
      return LENGTH;
    }
    int next = unitAt(text, at + LENGTH);
    if (next == NONE || !Character.isSurrogatePair((char) unit, (char) next)) {
      throw new InvalidJobException(field, text, StorableText.SURROGATE_RULE);
    }
    return 2 * LENGTH;
  }

  /** The UTF-16 unit that the escape at this place stands for. */
  private static int unitAt(String text, int at) {
    boolean isUnit =
        text.startsWith("\\u", at)
            && at + LENGTH <= text.length()
            && IntStream.range(at + 2, at + LENGTH)
                .map(text::charAt)
                .allMatch(HexFormat::isHexDigit);
    return isUnit ? HexFormat.fromHexDigits(text, at + 2, at + LENGTH) : NONE;
  }
}
