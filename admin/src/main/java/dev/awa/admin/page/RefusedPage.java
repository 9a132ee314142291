package dev.awa.admin.page;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The page that says why there is none, or why nothing was done. Of a form it shows what was typed:
 * nobody has to remember it.
 *
 * @param back the page that has the form; null: no form was sent
 * @param typed what was typed into the fields of the form
 */
record RefusedPage(Refused refused, @Nullable String back, Map<String, String> typed) {
  /** Fields that nobody types into, or that nobody shall read. */
  private static final Set<String> NOT_TYPED = Set.of("do", "id", "to", "q", "password");

  private static final String SHOWN = "shown";
  private static final String SET = "set.";
  private static final String UNIT = "unit.";

  static Page of(Refused refused) {
    return new RefusedPage(refused, null, Map.of()).page("refused");
  }

  /** After a form; the page that has it stays marked at the side. */
  static Page of(Refused refused, Fields form, PageRequest request) {
    Map<String, String> typed = new LinkedHashMap<>();
    for (String name : form.names()) {
      String value =
          name.startsWith(SET)
              ? SettingField.sent(form, name.substring(SET.length()))
              : form.get(name);
      boolean isTyped =
          !NOT_TYPED.contains(name)
              && !name.startsWith(SHOWN)
              && !name.startsWith(UNIT)
              && !value.isEmpty()
              && !(form.has(shown(name)) && value.equals(form.get(shown(name))));
      if (isTyped) {
        typed.put(called(name), value);
      }
    }
    String query = request.query() == null ? "" : request.query();
    return new RefusedPage(refused, "?" + query, typed).page(request.segments().getFirst());
  }

  /** The field in which a form has what its page showed: {@code shown.poll}, {@code shown_args}. */
  private static String shown(String name) {
    return name.startsWith(SET) ? name.replaceFirst("^set", SHOWN) : SHOWN + "_" + name;
  }

  /** As people call it: {@code set.poll} is poll, {@code pause_reason} pause reason. */
  private static String called(String name) {
    return name.replaceFirst("^set\\.", "").replace('_', ' ');
  }

  private Page page(String place) {
    return Page.of(refused.title(), place, out -> JterefusedGenerated.render(out, null, this))
        .withStatus(refused.status());
  }

  @Nullable String todo() {
    return refused.todo().isEmpty() ? null : refused.todo();
  }
}
