package dev.awa.admin.page;

import gg.jte.html.HtmlTemplateOutput;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A page that was made, or a place to go to instead.
 *
 * @param title in the window and the head
 * @param place which place of the side it belongs to: {@code queues}
 * @param content writes it
 * @param elsewhere where to go, relative to the page; empty: nowhere
 * @param cookie what the browser is to keep, as its header says it; empty: nothing
 */
record Page(
    int status,
    String title,
    String place,
    Consumer<HtmlTemplateOutput> content,
    String elsewhere,
    String cookie) {
  /** What a browser takes for a scheme: the name of a queue may have a colon. */
  private static final Pattern SCHEME = Pattern.compile("[^/?]*:");

  static Page of(String title, String place, Consumer<HtmlTemplateOutput> content) {
    return new Page(200, title, place, content, "", "");
  }

  /** After an action: another page, relative to the one asked for. */
  static Page elsewhere(String to) {
    return new Page(303, "", "", out -> {}, SCHEME.matcher(to).lookingAt() ? "./" + to : to, "");
  }

  Page withStatus(int other) {
    return new Page(other, title, place, content, elsewhere, cookie);
  }

  Page withCookie(String other) {
    return new Page(status, title, place, content, elsewhere, other);
  }

  /** Makes a page of a visit. */
  interface Maker {
    Page on(Visit visit);
  }

  /** Does what a form asks for, and says which page comes next. */
  interface Doer {
    Page on(Visit visit, Fields form);
  }
}
