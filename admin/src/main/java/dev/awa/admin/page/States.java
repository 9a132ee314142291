package dev.awa.admin.page;

import java.util.Map;
import java.util.Set;

/** The shape and the word of a state. */
final class States {
  private static final Map<String, String> ICONS =
      Map.ofEntries(
          Map.entry("scheduled", "scheduled"),
          Map.entry("available", "available"),
          Map.entry("running", "running"),
          Map.entry("retryable", "retryable"),
          Map.entry("waiting_external", "waiting"),
          Map.entry("completed", "completed"),
          Map.entry("failed", "failed"),
          Map.entry("dead_letter", "dead"),
          Map.entry("dead", "failed"),
          Map.entry("cancelled", "cancelled"),
          Map.entry("retried", "failed"),
          Map.entry("deadline_expired", "failed"),
          Map.entry("rescued", "rescued"),
          Map.entry("snoozed", "snoozed"),
          Map.entry("released", "snoozed"),
          Map.entry("paused", "pause"),
          Map.entry("alive", "check"),
          Map.entry("silent", "held"),
          Map.entry("done", "completed"),
          Map.entry("refused", "cancelled"),
          Map.entry("stopped", "cancelled"),
          Map.entry("active", "check"),
          Map.entry("retired", "cancelled"),
          Map.entry("held", "held"));

  private static final Set<String> TROUBLE =
      Set.of("failed", "dead_letter", "dead", "retried", "deadline_expired", "held", "silent");

  private States() {}

  static String icon(String word) {
    return ICONS.getOrDefault(word, "start");
  }

  /** A class of the style sheet; empty for most. */
  static String css(String word) {
    return TROUBLE.contains(word) ? "failed" : word.equals("running") ? "running" : "";
  }
}
