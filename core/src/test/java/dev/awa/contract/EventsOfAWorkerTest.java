package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Handler;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.event.Beat;
import dev.awa.event.ConnectionBack;
import dev.awa.event.ConnectionLost;
import dev.awa.event.Event;
import dev.awa.event.EventsLost;
import dev.awa.event.JobEvent;
import dev.awa.event.KindUnknown;
import dev.awa.event.ListeningBegan;
import dev.awa.event.PollingBegan;
import dev.awa.event.RunsClaimed;
import dev.awa.event.RunsFlushed;
import dev.awa.event.ShutdownBegan;
import dev.awa.event.ShutdownEnded;
import dev.awa.event.StepFailed;
import dev.awa.event.WorkerEvent;
import dev.awa.event.WorkerStarted;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** What happens on a worker is announced, with the numbers that a metric needs. */
final class EventsOfAWorkerTest {
  private static final int JOBS = 50;

  private final TestQueue queue = TestQueue.create();
  private final Queue<Event> heard = new ConcurrentLinkedQueue<>();

  private Worker.Builder worker() {
    return Worker.of(queue.dataSource())
        .config(WorkerConfig.defaults().withName("test").withBeat(Duration.ofMillis(100)))
        .queue("q", 20)
        .listen(Event.class, heard::add);
  }

  private <E extends Event> List<E> all(Class<E> type) {
    return heard.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private void comes(Class<? extends Event> type) {
    Eventually.holds(
        () -> type.getSimpleName() + " is heard among " + heard, () -> !all(type).isEmpty());
  }

  private Worker.Builder worker(Handler<RawJson> handler) {
    return worker().handler("test", RawJson.class, handler, Backoff.exponential());
  }

  @Test
  void claimsAndFlushesTellHowManyAndHowLong() throws Exception {
    queue.enqueue("q", JOBS);
    try (Worker worker = worker((args, context) -> Outcome.complete()).start()) {
      Eventually.holds("all are done", () -> all(JobEvent.Completed.class).size() == JOBS);
      comes(Beat.class);
      comes(ListeningBegan.class);
    }
    assertThat(all(RunsClaimed.class).stream().mapToInt(RunsClaimed::runs).sum()).isEqualTo(JOBS);
    assertThat(all(RunsClaimed.class)).allMatch(one -> one.queue().equals("q"));
    assertThat(all(RunsClaimed.class)).allMatch(one -> one.runs() <= one.wanted());
    assertThat(all(RunsClaimed.class)).allMatch(one -> one.wanted() <= 20);
    assertThat(all(RunsClaimed.class)).allMatch(one -> one.took().isPositive());
    assertThat(all(RunsFlushed.class).stream().mapToInt(RunsFlushed::runs).sum()).isEqualTo(JOBS);
    assertThat(all(RunsFlushed.class)).allMatch(one -> one.stale() == 0);
    assertThat(all(RunsFlushed.class)).allMatch(one -> one.took().isPositive());
    assertThat(all(EventsLost.class)).isEmpty();
  }

  @Test
  void aStartTellsHowLongTheRunWasReadyByTheClockOfTheDatabase() throws Exception {
    queue.enqueue("q", 1);
    queue.sql("UPDATE awa.ready_entries SET ready_at = ready_at - interval '1 hour'");
    try (Worker worker = worker((args, context) -> Outcome.complete()).start()) {
      comes(JobEvent.Started.class);
      queue.enqueue("q", 1);
      Eventually.holds("the other starts", () -> all(JobEvent.Started.class).size() == 2);
    }
    assertThat(all(JobEvent.Started.class).getFirst().waited())
        .isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
    assertThat(all(JobEvent.Started.class).getLast().waited())
        .isBetween(Duration.ZERO, Duration.ofMinutes(1));
  }

  @Test
  void aWorkerTellsItsBeginningAndItsEndInOrder() {
    worker((args, context) -> Outcome.complete()).start().close();
    List<WorkerEvent> life =
        all(WorkerEvent.class).stream()
            .filter(one ->
                one instanceof WorkerStarted
                    || one instanceof ShutdownBegan
                    || one instanceof ShutdownEnded)
            .toList();
    assertThat(life)
        .extracting(Object::getClass)
        .containsExactly(WorkerStarted.class, ShutdownBegan.class, ShutdownEnded.class);
    WorkerStarted started = (WorkerStarted) life.getFirst();
    assertThat(started.queues()).containsEntry("q", 20);
    assertThat(started.kinds()).hasSize(1);
    assertThat(started.connections()).isEqualTo(5);
    assertThat(((ShutdownEnded) life.getLast()).unsent()).isZero();
  }

  @Test
  void aLostConnectionIsToldWithItsPurposeAndWhenThereIsAnother() throws Exception {
    try (Worker worker = worker((args, context) -> Outcome.complete()).start()) {
      comes(ListeningBegan.class);
      queue.texts(
          "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      comes(ConnectionLost.class);
      comes(ConnectionBack.class);
      comes(PollingBegan.class);
      comes(StepFailed.class);
      Eventually.holds("it listens again", () -> all(ListeningBegan.class).size() == 2);
    }
    assertThat(all(ConnectionLost.class)).extracting(ConnectionLost::purpose).contains("beats");
    assertThat(all(ConnectionBack.class)).allMatch(one -> one.after().isPositive());
    assertThat(all(ConnectionLost.class)).allMatch(one -> one.words().contains("SQLSTATE"));
  }

  @Test
  void aKindWithoutAHandlerIsToldOnce() throws Exception {
    queue.enqueue("q", 3);
    try (Worker worker = worker().start()) {
      Eventually.holds("all are put back", () -> all(JobEvent.Released.class).size() == 3);
    }
    assertThat(all(KindUnknown.class)).hasSize(1);
  }

  @Test
  void aListenerThatStandsStillHoldsUpNoJob() throws Exception {
    Semaphore back = new Semaphore(0);
    queue.enqueue("q", JOBS);
    try (Worker worker =
        worker((args, context) -> Outcome.complete())
            .listen(Event.class, event -> back.acquireUninterruptibly())
            .start()) {
      Eventually.holds("all are done", () -> all(JobEvent.Completed.class).size() == JOBS);
      back.release(Integer.MAX_VALUE / 2);
    }
  }
}
