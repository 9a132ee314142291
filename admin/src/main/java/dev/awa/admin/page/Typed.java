package dev.awa.admin.page;

import java.util.Map;

/** What forms have in common. */
final class Typed {
  private Typed() {}

  /** The reason that was typed into a dialog; none when nothing was. */
  static Map<String, Object> reason(Fields form, String deed) {
    String reason = form.find(deed + "_reason");
    return reason == null ? Map.of() : Map.of("reason", reason);
  }

  /** Where a number is to be typed, it must be the one that was shown. */
  static void require(Fields form) {
    String shown = form.get("shown");
    String typed = form.get("typed").replace(",", "");
    if (!shown.equals(typed)) {
      throw Refused.of(
          400,
          "Nothing was done",
          "To confirm, type the number " + shown + "; what was typed is another one.");
    }
  }

  static Refused unknown() {
    return Refused.of(400, "Nothing was done", "The form does not say what to do.");
  }
}
