package dev.awa.chaos.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One time that a handler ran, put together from the entries about it. */
final class Run {
  static final String COMPLETE = "complete";

  final Entry start;
  @Nullable Entry end;
  @Nullable Entry verdict;

  Run(Entry start) {
    this.start = start;
  }

  String id() {
    return start.id();
  }

  long startedAt() {
    return start.micros();
  }

  boolean ended() {
    return end != null;
  }

  boolean endedAs(String outcome) {
    return end != null && end.detail().equals(outcome);
  }

  boolean isAccepted() {
    return verdict != null && verdict.what().isAccepted();
  }

  boolean isFinal() {
    return verdict != null && verdict.what().isFinal();
  }

  boolean isAgain() {
    return verdict != null && verdict.what().isAgain();
  }

  long verdictAt() {
    return verdict == null ? Long.MAX_VALUE : verdict.micros();
  }

  /** When the handler was over: it ended, or its process was killed. */
  long overAt(List<Window> faults) {
    if (end != null) {
      return end.micros();
    }
    return faults.stream()
        .filter(f -> f.fault() == Fault.KILLED && f.concerns(this) && f.from() >= startedAt())
        .mapToLong(Window::from)
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
