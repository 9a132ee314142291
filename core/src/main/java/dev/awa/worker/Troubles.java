package dev.awa.worker;

import dev.awa.engine.Workers;
import dev.awa.engine.Workers.Failing;
import dev.awa.event.Event;
import dev.awa.event.LeadLost;
import dev.awa.event.StepFailed;
import dev.awa.event.StepRecovered;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which steps of the worker fail again and again, and what the database was told of that: other
 * processes see it there ({@code awa health}). It is told of a step that begins to fail, once a
 * minute while it does, and when it works again. Not each thing that fails says that it works
 * again: what fails on is tried at least once a minute, so one that has not failed for two minutes
 * is told of no more. Any thread may announce an event; the heart tells.
 */
final class Troubles {
  private static final int MOST = 20;

  /** Those of maintenance are another worker's from the moment when the lead is lost. */
  private static final String OF_MAINTENANCE = "maintenance, ";

  private static final Duration FORGOTTEN = Duration.ofMinutes(2);

  private record Trouble(long sinceNanos, long lastNanos, long failures, String error) {}

  private final long forgottenNanos;

  private final Map<String, Trouble> now = new HashMap<>();
  private boolean isNews;
  private long toldAs;

  Troubles() {
    this(FORGOTTEN);
  }

  /** After how long without a failure one is told of no more. */
  Troubles(Duration forgotten) {
    this.forgottenNanos = forgotten.toNanos();
  }

  /** An event of the worker. */
  void hear(Event event) {
    switch (event) {
      case StepFailed e -> failed(e);
      case StepRecovered e -> gone(e.step());
      case LeadLost ignored -> goneOfMaintenance();
      default -> {} // nothing fails by it
    }
  }

  private synchronized void failed(StepFailed event) {
    Trouble before = now.get(event.step());
    if (before == null && now.size() >= MOST) {
      return;
    }
    long at = System.nanoTime();
    long since = before == null ? at : before.sinceNanos();
    now.put(event.step(), new Trouble(since, at, event.failures(), Event.line(event.thrown())));
    isNews |= before == null || event.isNews();
  }

  private synchronized void gone(String step) {
    isNews |= now.remove(step) != null;
  }

  private synchronized void goneOfMaintenance() {
    isNews |= now.keySet().removeIf(step -> step.startsWith(OF_MAINTENANCE));
  }

  /** Tells the database what is new. A failure of this is told of with the next beat. */
  void tell(Session session, Workers workers, long workerId) throws SQLException {
    List<Failing> failing = news(workerId);
    if (failing == null) {
      return;
    }
    try {
      session.call(connection -> {
        workers.troubles(connection, workerId, failing);
        return true;
      });
    } catch (SQLException e) {
      again();
      throw e;
    }
  }

  private synchronized void again() {
    isNews = true;
  }

  /** What fails now; null when the database knows that already. */
  synchronized @Nullable List<Failing> news(long workerId) {
    long nanos = System.nanoTime();
    isNews |= now.values().removeIf(trouble -> nanos - trouble.lastNanos() >= forgottenNanos);
    boolean isAnother = toldAs != workerId && !now.isEmpty();
    toldAs = workerId;
    if (!isNews && !isAnother) {
      return null;
    }
    isNews = false;
    List<Failing> all = new ArrayList<>();
    now.forEach((step, trouble) ->
        all.add(
            new Failing(
                step,
                Duration.ofNanos(nanos - trouble.sinceNanos()),
                trouble.failures(),
                trouble.error())));
    return all;
  }
}
