package dev.awa.admin.page;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which columns a list of jobs has beside id, state and kind, which it always has. They are in the
 * address, or as they were chosen last, which the browser keeps.
 *
 * @param isInAddress whether the address names them, so that links of the list have to
 */
record Columns(Set<Column> shown, boolean isInAddress) {
  /** Their name in an address, with commas between. */
  static final String NAME = "columns";

  /** What the browser keeps the choice in, with dots between: a cookie has no commas. */
  static final String COOKIE = "awa.columns";

  /** What the boxes of the form are called. */
  private static final String BOX = "column";

  private static final int YEAR_SECONDS = 31_536_000;

  /** One that a list may have; in the order of the table. */
  enum Column {
    QUEUE("Queue"),
    ARGUMENTS("Arguments"),
    TAGS("Tags"),
    PRIORITY("Priority"),
    ATTEMPT("Attempt"),
    ENQUEUED("Enqueued"),
    WHEN("When"),
    ERROR("Newest error");

    private final String title;

    Column(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    /** In an address. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Column> find(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
  }

  private static final Set<Column> DEFAULT =
      Collections.unmodifiableSet(
          EnumSet.complementOf(EnumSet.of(Column.TAGS, Column.PRIORITY, Column.ENQUEUED)));

  /**
   * Those of a visit.
   *
   * @throws Refused when the address names one that there is not
   */
  static Columns of(Visit visit) {
    if (visit.query().has(NAME)) {
      return new Columns(typed(List.of(visit.query().get(NAME).split(",", -1))), true);
    }
    return new Columns(visit.request().cookie(COOKIE).map(Columns::kept).orElse(DEFAULT), false);
  }

  private static Set<Column> typed(List<String> words) {
    Set<Column> some = EnumSet.noneOf(Column.class);
    for (String word : words) {
      if (!word.isEmpty()) {
        some.add(Column.find(word).orElseThrow(() -> unknown(word)));
      }
    }
    return some;
  }

  private static Refused unknown(String word) {
    return Refused.of(
        400,
        "There is no such column",
        "columns: must be of "
            + Arrays.stream(Column.values()).map(Column::word).collect(Collectors.joining(", "))
            + ", got "
            + Words.cut(word, 40));
  }

  /** Those of a cookie that there still are. */
  private static Set<Column> kept(String cookie) {
    Set<Column> some = EnumSet.noneOf(Column.class);
    for (String word : cookie.split("\\.", -1)) {
      Column.find(word).ifPresent(some::add);
    }
    return some;
  }

  /** Those that a form has chosen; null: nobody has sent the form. */
  static @Nullable Columns chosen(Visit visit) {
    return visit.query().has("choose") ? new Columns(typed(visit.query().all(BOX)), true) : null;
  }

  boolean has(Column column) {
    return shown.contains(column);
  }

  /** As in an address. */
  String words() {
    return joined(",");
  }

  private String joined(String between) {
    return shown.stream().map(Column::word).collect(Collectors.joining(between));
  }

  /** What a link to the same list ends with. */
  String tail() {
    return isInAddress ? "&" + NAME + "=" + words() : "";
  }

  /** The cookie that keeps them for the next visit; the usual ones need none. */
  String cookie() {
    boolean isUsual = shown.equals(DEFAULT);
    return COOKIE
        + "="
        + (isUsual ? "" : joined("."))
        + "; Path=/; Max-Age="
        + (isUsual ? 0 : YEAR_SECONDS)
        + "; SameSite=Strict";
  }
}
