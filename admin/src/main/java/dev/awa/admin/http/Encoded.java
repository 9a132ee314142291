package dev.awa.admin.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Text as it stands in a URL. */
final class Encoded {
  /** A segment of a path that begins so holds its text in base64url. */
  static final String MARK = "~";

  private Encoded() {}

  /**
   * A segment of a path: percent-encoded, or {@code ~} and base64url of its UTF-8. Containers and
   * proxies refuse or change some names that are percent-encoded, those with a slash for instance.
   */
  static String segment(String raw) {
    if (!raw.startsWith(MARK)) {
      return percent(raw, false);
    }
    try {
      return utf8(Base64.getUrlDecoder().decode(raw.substring(MARK.length())));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "what follows " + MARK + " must be base64url of UTF-8, got " + Type.quoted(raw), e);
    }
  }

  /** A name or value of a query, where a plus is a space. */
  static String query(String raw) {
    return percent(raw, true);
  }

  private static String percent(String raw, boolean isPlusSpace) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(octet(raw, i));
        i += 2;
      } else if (c == '+' && isPlusSpace) {
        bytes.write(' ');
      } else if (c < 0x80) {
        bytes.write(c);
      } else {
        throw new IllegalArgumentException("characters beyond ASCII must be percent-encoded");
      }
    }
    return utf8(bytes.toByteArray());
  }

  private static int octet(String raw, int at) {
    int high = digit(raw, at + 1);
    int low = digit(raw, at + 2);
    if (high < 0 || low < 0) {
      throw new IllegalArgumentException("a percent sign must be followed by two hex digits");
    }
    return high * 16 + low;
  }

  private static int digit(String raw, int at) {
    return at < raw.length() ? Character.digit(raw.charAt(at), 16) : -1;
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("must be UTF-8", e);
    }
  }
}
