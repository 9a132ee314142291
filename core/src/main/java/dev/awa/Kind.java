package dev.awa;

import java.util.Locale;

/** The durable name of a class of jobs. */
public final class Kind {
  private Kind() {}

  /** The snake case of the simple class name: {@code SendEmail} is {@code send_email}. */
  public static String of(Class<?> type) {
    return of(type.getSimpleName());
  }

  /**
   * The snake case of a camel-case name. A word begins at an upper-case letter that follows a
   * lower-case letter or a digit, and at one that follows an upper-case letter and is followed by a
   * lower-case one: {@code PDFRenderJob} is {@code pdf_render_job}, {@code OAuthRefresh} is {@code
   * o_auth_refresh}.
   */
  public static String of(String name) {
    StringBuilder kind = new StringBuilder(name.length() + 8);
    for (int i = 0; i < name.length(); i++) {
      if (i > 0 && beginsWord(name, i)) {
        kind.append('_');
      }
      kind.append(name.charAt(i));
    }
    return kind.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean beginsWord(String name, int i) {
    char before = name.charAt(i - 1);
    if (!Character.isUpperCase(name.charAt(i))) {
      return false;
    }
    if (Character.isLowerCase(before) || Character.isDigit(before)) {
      return true;
    }
    return Character.isUpperCase(before)
        && i + 1 < name.length()
        && Character.isLowerCase(name.charAt(i + 1));
  }
}
