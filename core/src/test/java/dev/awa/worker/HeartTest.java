package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Eventually;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A worker that has lost one of its threads does not go on beating for those that are left. */
final class HeartTest {
  private static final String BEAT = "SELECT count(*) FROM awa.beats WHERE holds_lock";

  private final Events events = new Events("test", List.of());
  private final TestQueue queue = TestQueue.create();
  private final Identity identity = new Identity();
  private final AtomicReference<@Nullable String> obstacle = new AtomicReference<>();

  private final class Life implements Heart.Body {
    @Override
    public void cancelled(long jobId) {}

    @Override
    public void died() {}

    @Override
    public void returned() {}

    @Override
    public @Nullable String obstacle() {
      return obstacle.get();
    }
  }

  @Test
  void whoMissesALoopSaysSoAndStopsBeating() throws Exception {
    WorkerConfig config =
        WorkerConfig.defaults()
            .withName("test")
            .withBeat(Duration.ofMillis(50))
            .withDeathGrace(Duration.ofMillis(200));
    Session session =
        new Session(
            queue.dataSource(), Session.Use.usual("test", config.networkTimeout()), known(config));
    Scope scope =
        new Scope(
            config,
            queue.engine(),
            identity,
            new HeldSlots(),
            new DatabaseClock(),
            events,
            new Tuning(config, Map.of()),
            new Measures(false));
    Heart heart =
        new Heart(scope, session, new Reporter(scope, new Running()), new Life(), TestQueue.SELF);
    events.start();
    try (LogLines log = new LogLines("dev.awa.event")) {
      heart.start();
      Eventually.holds("it beats and has its lock", () -> queue.number(BEAT) == 1);
      obstacle.set("its thread \"test claimer\" has ended");
      Eventually.holds(
          "others suspect it, and its lock is free",
          () -> queue.number("SELECT count(*) FROM awa.suspects() WHERE lock_free") == 1);
      assertThat(identity.isFenced()).as("it claims no more").isTrue();
      Eventually.holds("it is told", () -> !log.all().isEmpty());
      assertThat(log.all())
          .singleElement()
          .asString()
          .startsWith("ERROR test: its thread \"test claimer\" has ended");
      heart.stop(Eventually.PATIENCE);
      events.stop(Eventually.PATIENCE);
    }
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).as("has nothing open").isZero();
  }

  /** Sessions of which it is known that they are not shared. */
  private Sessions known(WorkerConfig config) throws Exception {
    Sessions sessions = new Sessions(config, events);
    return queue.with(one ->
        queue.with(other -> {
          sessions.look(one, other);
          return sessions;
        }));
  }
}
