package dev.awa.admin.page;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of a job that was selected.
 *
 * @param word of the API: {@code cancelled}, {@code duplicate}
 * @param words why, or what to know besides; empty: nothing
 * @param holder the job that holds its unique key; null: none
 */
record Verdict(String word, String words, @Nullable String holder) {
  static Verdict of(JsonNode answer) {
    String why = text(answer, "why");
    String holder = text(answer, "holder");
    return new Verdict(
        text(answer, "verdict"),
        Words.sentence(why.isEmpty() ? text(answer, "warning") : why),
        holder.isEmpty() ? null : holder);
  }

  private static String text(JsonNode answer, String name) {
    return answer.hasNonNull(name) ? answer.get(name).asString() : "";
  }
}
