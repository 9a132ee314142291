package dev.awa.admin.page;

import dev.awa.admin.Documents;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a document of the API says, by its names. */
final class Facts {
  /** Writes JSON in one line. */
  static final JsonMapper LINE =
      Documents.JSON.rebuild().disable(SerializationFeature.INDENT_OUTPUT).build();

  private Facts() {}

  /** A fact that every such document has. */
  static Object of(Map<String, ?> document, String name) {
    return Objects.requireNonNull(document.get(name), name);
  }

  /** A fact as text; empty when the document does not have it. */
  static String text(Map<String, ?> document, String name) {
    Object fact = document.get(name);
    return fact == null ? "" : fact.toString();
  }
}
