package dev.awa.admin.page;

import org.jspecify.annotations.Nullable;

/**
 * Something that a page lets people do, after a question.
 *
 * @param id of its dialog, and what the form says
 * @param label of the buttons
 * @param question the heading of the dialog
 * @param css classes of its button
 * @param refusal why this visitor can't do it, in words; null: they can
 */
record Deed(String id, String label, String question, String css, @Nullable String refusal) {
  static Deed of(Visit visit, String operation, String id, String label, String question) {
    return new Deed(id, label, question, "", visit.refusal(operation));
  }

  /** The one that is wanted most often here. */
  Deed first() {
    return new Deed(id, label, question, "main", refusal);
  }

  /** Whether it loses something for good: Enter in its dialog goes back then. */
  boolean isDangerous() {
    return css.equals("danger");
  }

  /** Loses something for good. */
  Deed dangerous() {
    return new Deed(id, label, question, "danger", refusal);
  }
}
