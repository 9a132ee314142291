package dev.awa;

import java.util.Locale;

/** The durable name of a class of jobs. */
public final class Kind {
  private Kind() {}

  /**
   * What {@link JobType#kind} of the class says; by default the snake case of the simple class
   * name: {@code SendEmail} is {@code send_email}.
   *
   * @throws InvalidJobException when the name would say nothing: that of a class of the JDK, of
   *     {@link RawJson}, of a lambda, of a class without a name
   */
  public static String of(Class<?> type) {
    if (type.isHidden() || type.isSynthetic()) {
      throw new InvalidJobException(
          "args", type.getTypeName(), "must not be a lambda, which can't be written as JSON");
    }
    if (type.getSimpleName().isEmpty()
        || type.isArray()
        || type.isPrimitive()
        || type == RawJson.class
        || isJdk(type)) {
      throw new InvalidJobException(
          "kind",
          type.getTypeName(),
          "must be named, as in Job.of(\"send_email\", args), unless the class of the arguments is"
              + " the application's and has a name");
    }
    JobType declared = type.getAnnotation(JobType.class);
    return declared == null || declared.kind().isEmpty()
        ? of(type.getSimpleName())
        : declared.kind();
  }

  private static boolean isJdk(Class<?> type) {
    String module = type.getModule().getName();
    return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
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
