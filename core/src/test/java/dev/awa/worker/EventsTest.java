package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.RunningJob;
import dev.awa.event.Event;
import dev.awa.event.EventListener;
import dev.awa.event.EventsLost;
import dev.awa.event.JobEvent;
import dev.awa.event.ListenerLeft;
import dev.awa.event.RunsBegin;
import dev.awa.event.WorkerEvent;
import dev.awa.lab.Eventually;
import dev.awa.support.LogLines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listeners hear all there is to hear, and hold up nobody. */
final class EventsTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  private final LogLines log = new LogLines("dev.awa");
  private final Queue<Event> heard = new ConcurrentLinkedQueue<>();
  private final Semaphore back = new Semaphore(0);
  private Events events = new Events("test", List.of());

  @AfterEach
  void stop() {
    back.release(Integer.MAX_VALUE / 2);
    events.stop(Eventually.PATIENCE);
    log.close();
  }

  private void begin(Events.Heard<?>... listeners) {
    events = new Events("test", List.of(listeners));
    events.start();
  }

  private static <E extends Event> Events.Heard<E> heard(Class<E> type, Queue<? super E> to) {
    return new Events.Heard<>(type, to::add);
  }

  private static JobEvent started(long id) {
    Instant now = Instant.EPOCH;
    return new JobEvent.Started(
        new RunningJob(
            id, 1, "kind", "queue", 2, 1, 25, now, now, null, List.of(), Map.of(), null, null),
        Duration.ZERO);
  }

  @Test
  void eachListenerHearsItsTypeInOrder() {
    begin(heard(JobEvent.class, heard), new Events.Heard<>(RunsBegin.class, event -> {}));
    for (int i = 0; i < 1000; i++) {
      events.accept(started(i));
      events.accept(new RunsBegin());
    }
    Eventually.holds("all are heard", () -> heard.size() == 1000);
    assertThat(heard).extracting(event -> ((JobEvent) event).job().id()).isSorted();
  }

  @Test
  void jobEventsAreMadeForThoseWhoListenToThemOnly() {
    begin(heard(WorkerEvent.class, heard));
    assertThat(events.areJobsHeard()).isFalse();
    events.stop(Eventually.PATIENCE);
    begin(heard(JobEvent.Failed.class, heard));
    assertThat(events.areJobsHeard()).isTrue();
    events.stop(Eventually.PATIENCE);
    begin(heard(Event.class, heard));
    assertThat(events.areJobsHeard()).isTrue();
  }

  @Test
  void aListenerThatThrowsIsToldAndHearsTheNext() {
    begin(
        new Events.Heard<>(
            RunsBegin.class,
            event -> {
              heard.add(event);
              throw new java.io.IOException("no route");
            }));
    events.accept(new RunsBegin());
    events.accept(new RunsBegin());
    Eventually.holds("both are heard", () -> heard.size() == 2);
    Eventually.holds(
        "it is told once",
        () -> log.all().stream().filter(line -> line.contains("a listener failed")).count() == 1);
  }

  @Test
  void aListenerThatStandsStillHoldsUpNobodyAndIsToldHowMuchItMissed() {
    Queue<Event> lost = new ConcurrentLinkedQueue<>();
    AtomicLong missed = new AtomicLong();
    begin(
        new Events.Heard<>(
            JobEvent.class,
            new EventListener<JobEvent>() {
              @Override
              public void onEvent(JobEvent event) {
                back.acquireUninterruptibly();
                heard.add(event);
              }

              @Override
              public void missed(long events) {
                missed.addAndGet(events);
              }
            }),
        heard(EventsLost.class, lost));
    int most = Delivery.CAPACITY + 1; // one is being heard
    for (int i = 0; i < most + 500; i++) {
      events.accept(started(i)); // this would hang
    }
    Eventually.holds("the other is told", () -> !lost.isEmpty());
    back.release(Integer.MAX_VALUE / 2);
    Eventually.holds(
        () -> lost + " after " + heard.size(),
        () ->
            lost.stream().mapToLong(event -> ((EventsLost) event).events()).sum()
                == most + 500 - heard.size());
    assertThat(heard).hasSizeBetween(Delivery.CAPACITY, most);
    Eventually.holds(
        () -> "it knows that itself: " + missed.get(),
        () -> missed.get() == most + 500 - heard.size());
    assertThat(lost)
        .hasSize(2)
        .extracting(event -> ((EventsLost) event).listener())
        .containsOnly(1);
    Eventually.holds(
        () -> "the log says so: " + log.all(),
        () -> log.all().stream().anyMatch(line -> line.startsWith("WARN test: listener 1 is too")));
  }

  /** While so many wait for it there is no room for what tells it so, either. */
  @Test
  void aListenerIsToldOfEachEventThatItMissedAsTheOthersAre() {
    Queue<Event> others = new ConcurrentLinkedQueue<>();
    AtomicReference<Delivery<Event>> delivery = new AtomicReference<>();
    delivery.set(
        new Delivery<>(
            "test",
            "events 1",
            1,
            Event.class::isInstance,
            Event.class,
            event -> {
              back.acquireUninterruptibly();
              heard.add(event);
            },
            told -> {
              others.add(told);
              delivery.get().offer(told);
            },
            Duration.ofMillis(1)));
    delivery.get().start();
    int announced = 0;
    while (others.size() < 3) {
      delivery.get().offer(started(announced++));
    }
    back.release(Integer.MAX_VALUE / 2);
    long all = announced;
    Eventually.holds(
        () -> "told of " + missed(heard) + " of " + all + ", heard " + jobsHeard(),
        () -> missed(heard) == all - jobsHeard() && jobsHeard() >= Delivery.CAPACITY);
    assertThat(missed(others)).isEqualTo(all - jobsHeard());
    delivery.get().stop(Bounds.after(Eventually.PATIENCE));
  }

  private long jobsHeard() {
    return heard.stream().filter(JobEvent.class::isInstance).count();
  }

  private static long missed(Queue<Event> told) {
    return told.stream()
        .filter(EventsLost.class::isInstance)
        .mapToLong(event -> ((EventsLost) event).events())
        .sum();
  }

  @Test
  void aListenerThatDoesNotComeBackIsLeftToItself() {
    begin(new Events.Heard<>(RunsBegin.class, event -> back.acquireUninterruptibly()));
    events.accept(new RunsBegin());
    events.accept(new RunsBegin());
    events.stop(SHORT);
    assertThat(log.all()).anyMatch(line -> line.contains("listener 1 has not come back"));
  }

  @Test
  void oneThatDoesNotComeBackCostsTheOthersNothing() {
    begin(
        new Events.Heard<>(RunsBegin.class, event -> back.acquireUninterruptibly()),
        heard(Event.class, heard));
    events.accept(new RunsBegin());
    events.stop(SHORT);
    List<String> left = log.all().stream().filter(line -> line.contains("not come back")).toList();
    assertThat(left).singleElement().asString().contains("listener 1 ");
    assertThat(heard).hasAtLeastOneElementOfType(ListenerLeft.class);
  }

  @Test
  void anInterruptEndsWithTheEvent() {
    Queue<Boolean> interrupted = new ConcurrentLinkedQueue<>();
    begin(
        new Events.Heard<>(
            RunsBegin.class,
            event -> {
              interrupted.add(Thread.currentThread().isInterrupted());
              back.acquireUninterruptibly();
              Thread.currentThread().interrupt();
            }));
    events.accept(new RunsBegin());
    events.accept(new RunsBegin()); // waits while the first is heard
    back.release(2);
    Eventually.holds("both are heard", () -> interrupted.size() == 2);
    assertThat(interrupted).containsExactly(false, false);
  }

  @Test
  void oneThatIsLeftToItselfHearsNothingMore() {
    begin(
        new Events.Heard<>(
            JobEvent.class,
            event -> {
              back.acquireUninterruptibly();
              heard.add(event);
            }));
    events.accept(started(1));
    events.accept(started(2));
    events.accept(started(3));
    events.stop(SHORT);
    back.release(Integer.MAX_VALUE / 2);
    Eventually.holds(
        "its thread has ended",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("test events 1")));
    assertThat(heard).hasSize(1);
    assertThat(log.all()).anyMatch(line -> line.contains("2 events were not heard"));
  }

  @Test
  void whatOneMissedThatDoesNotComeBackIsToldToTheOthersAtTheEnd() {
    Queue<Event> lost = new ConcurrentLinkedQueue<>();
    begin(
        new Events.Heard<>(JobEvent.class, event -> back.acquireUninterruptibly()),
        heard(EventsLost.class, lost));
    for (int i = 0; i < Delivery.CAPACITY + 500; i++) {
      events.accept(started(i));
    }
    events.stop(SHORT);
    assertThat(missed(lost)).isBetween(499L, 500L); // one may be at the listener
  }

  @Test
  void theLogIsToldOfWhatAnOperatorMindsUnderTheNameOfItsClass() {
    begin();
    events.accept(started(1));
    events.accept(new RunsBegin());
    Eventually.holds("it is told", () -> !log.all().isEmpty());
    assertThat(log.all()).containsExactly("INFO test: runs begin again");
  }
}
