package dev.awa.admin;

import dev.awa.AuditEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the audit knows of a change that somebody asked for, in the order in which it is shown. */
public final class AuditDocument {
  private AuditDocument() {}

  /** The facts by their names; a fact that is not known is null. */
  public static Map<String, @Nullable Object> of(AuditEntry entry) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("id", entry.id());
    facts.put("at", entry.at());
    facts.put("by", entry.by());
    facts.put("action", entry.action());
    facts.put("target", entry.target());
    facts.put("details", Documents.JSON.readTree(entry.details()));
    facts.put("jobs", entry.jobs());
    facts.put("outcome", entry.outcome());
    facts.put("why", entry.why());
    facts.put("from", entry.from());
    facts.put("request", entry.request());
    return facts;
  }
}
