package dev.awa.admin.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asked for which change, and what became of it?
 *
 * @param asked which entries are meant
 * @param wrong why these can't be understood; null: they can
 * @param older the id below which the next page begins; null: this is the last
 */
record AuditPage(
    Fields asked, List<AuditRow> rows, @Nullable String wrong, @Nullable Long older, Now now) {
  private static final int ROWS = 50;
  private static final List<String> FILTERS = List.of("by", "action", "target", "after", "before");
  private static final String OLDER = "older_than";

  static Page of(Visit visit) {
    AuditPage page = found(visit);
    return Page.of("Audit", "audit", out -> JteauditGenerated.render(out, null, page));
  }

  private static AuditPage found(Visit visit) {
    Fields asked = visit.query();
    List<String> query = chosen(asked);
    String older = asked.find(OLDER);
    if (older != null) {
      query.add(OLDER + "=" + Words.query(older));
    }
    query.add("limit=" + ROWS);
    try {
      List<Map<String, Object>> found = visit.list("/audit?" + String.join("&", query));
      List<AuditRow> rows = found.stream().map(AuditRow::new).toList();
      Long last = rows.size() < ROWS ? null : rows.getLast().id();
      return new AuditPage(asked, rows, null, last, visit.now());
    } catch (Refused e) {
      if (e.status() != 400) {
        throw e;
      }
      return new AuditPage(asked, List.of(), e.detail(), null, visit.now());
    }
  }

  private static List<String> chosen(Fields asked) {
    List<String> query = new ArrayList<>();
    for (String name : FILTERS) {
      String value = asked.find(name);
      if (value != null) {
        query.add(name + "=" + Words.query(value));
      }
    }
    return query;
  }

  boolean isFiltered() {
    return !chosen(asked).isEmpty();
  }

  boolean isFirst() {
    return asked.find(OLDER) == null;
  }

  /** The address of the first page, or of the entries below an id. */
  String link(@Nullable Long below) {
    List<String> query = chosen(asked);
    if (below != null) {
      query.add(OLDER + "=" + below);
    }
    return query.isEmpty() ? "audit" : "audit?" + String.join("&", query);
  }

  /** The address of all entries of a person, an action or a target. */
  static String only(String filter, String value) {
    return "audit?" + filter + "=" + Words.query(value);
  }
}
