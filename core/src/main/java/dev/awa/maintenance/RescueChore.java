package dev.awa.maintenance;

import dev.awa.engine.Deaths.Suspect;
import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.event.ClaimsWithoutRuns;
import dev.awa.event.Event;
import dev.awa.event.RescuedJobsFailed;
import dev.awa.event.RowsUnreadable;
import dev.awa.event.RunsRescued;
import dev.awa.event.SessionEnded;
import dev.awa.event.SessionNotEnded;
import dev.awa.event.WorkerDied;
import dev.awa.event.WorkerRescued;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Declares silent workers dead and has their jobs run again (see {@link Rescues}). A worker is
 * judged by what it promised itself: dead when it has been silent for its lease, the last two of
 * its beats before the eyes of this leader; or for its grace time, while its session lock was seen
 * free over two seconds on one connection: after a restart of the database every lock is free, and
 * the living take theirs back meanwhile. Behind a pooler, where a connection outlives a restart,
 * the lease alone decides.
 *
 * <p>A call of a dead worker may hang at the server with the locks of its worker and its stripe,
 * because its client stands still. Nobody waits for it here longer than a moment: see {@link
 * Keepers}.
 */
final class RescueChore implements Chore {
  /** So long one step waits for calls of a worker that still run. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private static final Plan PLAN =
      new Plan(
          "rescue",
          Duration.ofSeconds(1),
          0,
          "about a thousand runs of one dead worker",
          Set.of(
              WorkerDied.class,
              RunsRescued.class,
              RescuedJobsFailed.class,
              WorkerRescued.class,
              ClaimsWithoutRuns.class,
              RowsUnreadable.class,
              SessionEnded.class,
              SessionNotEnded.class));

  private final Engine engine;
  private final Host host;
  private final Consumer<? super Event> events;
  private final BooleanSupplier talliesBehind;
  private final Silences silences = new Silences(System::nanoTime);
  private final Keepers keepers;
  private final Rescues rescues;
  private int watchedOn;

  /**
   * One that has found nobody yet.
   *
   * @param talliesBehind whether it takes long to find what is open
   */
  RescueChore(
      Engine engine, Host host, Consumer<? super Event> events, BooleanSupplier talliesBehind) {
    this.engine = engine;
    this.host = host;
    this.events = events;
    this.talliesBehind = talliesBehind;
    this.keepers = new Keepers(engine.deaths(), events, System::nanoTime);
    this.rescues = new Rescues(events, engine, host, keepers);
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    return PLAN.rest(step(connection, lead));
  }

  /**
   * Declares dead who must be, and rescues a batch unless the tallies are behind; whether there is
   * more to rescue.
   */
  private boolean step(Connection connection, Lead lead) throws SQLException {
    watchAnew(connection);
    if (!engine.deaths().isAnySilent(connection)) {
      silences.forget();
      keepers.forget();
      return false;
    }
    declareDead(connection, lead);
    return talliesBehind.getAsBoolean() || rescues.step(connection, lead);
  }

  private void declareDead(Connection connection, Lead lead) throws SQLException {
    List<Suspect> suspects = engine.deaths().suspects(connection);
    silences.look(suspects);
    Duration patience = PATIENCE;
    for (Suspect suspect : suspects) {
      if (silences.isDead(suspect, host.ownsSession()) && keepers.mayTry(suspect.id())) {
        switch (engine.deaths().declareDead(connection, lead, suspect, patience)) {
          case DEAD -> tell(suspect);
          case ALIVE -> keepers.letGo(suspect.id());
          case BUSY -> {
            patience = Duration.ZERO; // one wait a step
            keepers.blocked(connection, lead, suspect.id(), suspect.beatAt());
          }
        }
      }
    }
  }

  private void tell(Suspect suspect) {
    events.accept(new WorkerDied(suspect.id(), suspect.silent(), suspect.lockFree()));
  }

  /**
   * What was seen on another connection says nothing: the database may have been restarted in
   * between.
   */
  private void watchAnew(Connection connection) {
    int now = System.identityHashCode(connection);
    if (now != watchedOn) {
      watchedOn = now;
      silences.forget();
    }
  }
}
