package dev.awa.admin.page;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who has changed this last?
 *
 * @param target what it is and its name or id, as the audit takes it: {@code queue:mail}
 * @param rows what was asked for, the newest first
 * @param unread why that can't be told, in words; null: it can
 */
record AuditPanel(String target, List<AuditRow> rows, @Nullable String unread) {
  private static final int ROWS = 5;

  /** Null for who may not see the audit. The page is shown also when the audit can't be read. */
  static @Nullable AuditPanel of(Visit visit, String thing, String name) {
    if (visit.isRestricted() || visit.refusal("audit-list") != null) {
      return null;
    }
    String target = thing + ":" + name;
    try {
      List<Map<String, Object>> found =
          visit.list("/audit?target=" + Words.query(target) + "&limit=" + ROWS);
      return new AuditPanel(target, found.stream().map(AuditRow::new).toList(), null);
    } catch (Refused e) {
      return new AuditPanel(target, List.of(), e.detail());
    }
  }

  /** All that was asked for of it. */
  String place() {
    return "../" + AuditPage.only("target", target);
  }
}
