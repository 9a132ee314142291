package dev.awa.maintenance;

import dev.awa.AwaException;
import dev.awa.engine.DueSchedule;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Lead;
import dev.awa.engine.Schedules;
import dev.awa.engine.Schedules.Done;
import dev.awa.engine.Schedules.Fired;
import dev.awa.engine.Settlement;
import dev.awa.event.Event;
import dev.awa.event.FireSkipped;
import dev.awa.event.FiresMissed;
import dev.awa.event.ScheduleFailed;
import dev.awa.event.ScheduleFired;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fires schedules: reckons what those that were read fire, and asks the engine for it, many in one
 * call. A schedule that can't be fired fails alone: it is put off for a minute.
 */
public final class Firing {
  /** So many schedules are read at once. */
  static final int BATCH = 500;

  /** So many fires are asked for in one call, and so many bytes of arguments. */
  private static final int MOST_FIRES = 1000;

  private static final long MOST_BYTES = 8L * 1024 * 1024;
  private static final Duration PUT_OFF = Duration.ofMinutes(1);

  private final Schedules schedules;
  private final Consumer<? super Event> events;

  /** Tells what it did by events. */
  public Firing(Engine engine, Consumer<? super Event> events) {
    this.schedules = engine.schedules();
    this.events = events;
  }

  /**
   * Fires all that is due now.
   *
   * @return how many jobs were enqueued
   */
  public int fireDue(Connection connection, Lead lead) throws SQLException {
    int fired = 0;
    List<String> before = List.of();
    while (true) {
      List<DueSchedule> due = schedules.due(connection, null, BATCH);
      int now = fire(connection, lead, due);
      fired += now;
      List<String> names = due.stream().map(DueSchedule::name).toList();
      if (due.size() < BATCH || (now == 0 && names.equals(before))) { // somebody holds their rows
        return fired;
      }
      before = names;
    }
  }

  /** Fires these, in calls that are not too large; answers how many jobs were enqueued. */
  int fire(Connection connection, Lead lead, List<DueSchedule> due) throws SQLException {
    int fired = 0;
    List<Reckoning> call = new ArrayList<>();
    int fires = 0;
    long bytes = 0;
    for (DueSchedule schedule : due) {
      Reckoning reckoning = reckoned(connection, lead, schedule);
      if (reckoning == null) {
        continue;
      }
      int more = reckoning.settlement().firings().size();
      if (fires + more > MOST_FIRES || bytes + more * schedule.bytes() > MOST_BYTES) {
        fired += settle(connection, lead, call);
        call.clear();
        fires = 0;
        bytes = 0;
      }
      call.add(reckoning);
      fires += more;
      bytes += more * schedule.bytes();
    }
    return fired + settle(connection, lead, call);
  }

  /**
   * Notes when these are due, where that is not so noted; what has come is fired when it is due.
   */
  void look(Connection connection, Lead lead, List<DueSchedule> some) throws SQLException {
    List<DueSchedule> changed = new ArrayList<>();
    for (DueSchedule schedule : some) {
      Reckoning reckoning = reckoned(connection, lead, schedule);
      if (reckoning != null && reckoning.differsFrom(schedule.dueAt())) {
        changed.add(schedule);
      }
    }
    fire(connection, lead, changed);
  }

  private @Nullable Reckoning reckoned(Connection connection, Lead lead, DueSchedule schedule)
      throws SQLException {
    try {
      int most = Math.clamp(MOST_BYTES / Math.max(1, schedule.bytes()), 1, MOST_FIRES - 1);
      return Reckoning.of(schedule, most);
    } catch (AwaException | IllegalArgumentException | DateTimeException e) {
      failed(connection, lead, schedule, e);
      return null;
    }
  }

  /** All in one call; should that fail, each in one of its own, so that it fails alone. */
  private int settle(Connection connection, Lead lead, List<Reckoning> call) throws SQLException {
    if (call.isEmpty()) {
      return 0;
    }
    try {
      return announced(
          call,
          schedules.fire(connection, lead, call.stream().map(Reckoning::settlement).toList()));
    } catch (SQLException e) {
      if (Failures.isNotLeading(e) || !connection.isValid(1)) {
        throw e;
      }
      if (call.size() == 1) {
        failed(connection, lead, call.getFirst().settlement().schedule(), e);
        return 0;
      }
    }
    int fired = 0;
    for (Reckoning one : call) {
      fired += settle(connection, lead, List.of(one));
    }
    return fired;
  }

  private int announced(List<Reckoning> call, Done done) {
    Map<String, Instant> read =
        call.stream()
            .map(reckoning -> reckoning.settlement().schedule())
            .collect(Collectors.toMap(DueSchedule::name, DueSchedule::now));
    int fired = 0;
    for (Fired fire : done.fires()) {
      Instant planned = fire.plannedAt();
      switch (fire.outcome()) {
        case ENQUEUED, TRIGGERED -> {
          Duration late = Duration.between(planned, read.getOrDefault(fire.schedule(), planned));
          events.accept(new ScheduleFired(fire.schedule(), planned, fire.jobId(), late));
          fired++;
        }
        case SKIPPED -> events.accept(new FireSkipped(fire.schedule(), planned, fire.jobId()));
        case WAITING -> {} // told when it is fired
      }
    }
    call.stream()
        .filter(reckoning -> done.settled().contains(reckoning.settlement().schedule().name()))
        .forEach(this::announceMissed);
    return fired;
  }

  private void announceMissed(Reckoning reckoning) {
    if (reckoning.missed() > 0) {
      DueSchedule schedule = reckoning.settlement().schedule();
      events.accept(
          new FiresMissed(
              schedule.name(), reckoning.missed(), schedule.missed(), reckoning.late()));
    }
  }

  /** Its planned times stay unsettled, and it is looked at again. */
  private void failed(Connection connection, Lead lead, DueSchedule schedule, Exception failure)
      throws SQLException {
    events.accept(new ScheduleFailed(schedule.name(), Event.line(failure), failure));
    try {
      Instant later = schedule.now().plus(PUT_OFF);
      Settlement putOff = new Settlement(schedule, schedule.firedThrough(), later, List.of());
      schedules.fire(connection, lead, List.of(putOff));
    } catch (SQLException e) {
      if (Failures.isNotLeading(e) || !connection.isValid(1)) {
        throw e;
      }
      failure.addSuppressed(e); // its row is locked, perhaps: it is tried again at once
    }
  }
}
