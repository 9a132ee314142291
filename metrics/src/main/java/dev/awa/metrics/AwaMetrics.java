package dev.awa.metrics;

import dev.awa.Preparer;
import dev.awa.client.Awa;
import dev.awa.event.ClientEvent;
import dev.awa.event.Event;
import dev.awa.event.EventListener;
import dev.awa.event.JobEvent;
import dev.awa.event.MaintenanceEvent;
import dev.awa.event.ShutdownEnded;
import dev.awa.event.WorkerEvent;
import dev.awa.event.WorkerStarted;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one worker. Give it to the worker as a listener:
 *
 * <pre>{@code
 * AwaMetrics metrics = MicrometerMetrics.of(registry).reading(Awa.of(dataSource)).build();
 * Worker worker = Worker.of(dataSource).queue("mail", 50).listen(Event.class, metrics).start();
 * }</pre>
 *
 * <p>Its gauges go when the worker has shut down, or with {@link #close}. Its counters stay in the
 * registry. A registry that throws or is slow affects no job: it is told of once in the log.
 *
 * <p>Two workers of a process that publish to one registry each need an {@code AwaMetrics} with a
 * {@link Builder#tag tag} of its own.
 */
public final class AwaMetrics implements EventListener<Event>, AutoCloseable {
  /** One event of so many is timed: to look at the clock costs as much as to count. */
  private static final int JUDGED = 16;

  private final Guarded backend;
  private final Gauges gauges;
  private final InFlight inFlight;
  private final Readings readings;
  private final JobMeters jobs;
  private final WorkerMeters worker;
  private final MaintenanceMeters maintenance;
  private final DeadLetterMeters deadLetters;
  private final EnqueueMeters enqueued;
  private int heard;

  private AwaMetrics(Builder builder) {
    backend = new Guarded(builder.backend.apply(Map.copyOf(builder.tags)));
    Values values = new Values(builder.tagValues);
    Recorders recorders = new Recorders(backend, values);
    gauges = new Gauges(backend);
    readings = new Readings(builder.plan(), gauges, values);
    inFlight = new InFlight(gauges, values);
    deadLetters = new DeadLetterMeters(new Recorders(backend, values));
    enqueued = new EnqueueMeters(new Recorders(backend, values));
    jobs = new JobMeters(recorders, inFlight, deadLetters);
    worker = new WorkerMeters(recorders, gauges, inFlight, values);
    maintenance = new MaintenanceMeters(recorders, gauges, readings, deadLetters);
  }

  /**
   * Counts and times what has happened. Called by the worker; of events of clients by any thread
   * ({@link dev.awa.client.DeadLetters#telling}).
   */
  @Override
  public void onEvent(Event event) {
    if (event instanceof ClientEvent done) {
      deadLetters.tell(done);
      return;
    }
    if (heard++ % JUDGED != 0) {
      tell(event);
      return;
    }
    long begun = System.nanoTime();
    tell(event);
    backend.judge(System.nanoTime() - begun);
  }

  private void tell(Event event) {
    switch (event) {
      case JobEvent e -> jobs.tell(e);
      case WorkerStarted e -> worker.begin(e);
      case ShutdownEnded ignored -> close();
      case WorkerEvent e -> worker.tell(e);
      case MaintenanceEvent e -> maintenance.tell(e);
      case ClientEvent e -> deadLetters.tell(e);
    }
  }

  /**
   * Counts the jobs that a client enqueues: {@code awa.preparing(metrics.enqueuing())}. What is
   * enqueued in the caller's transaction counts when the call returns, whether or not that
   * transaction commits. Changes no job and fails no call.
   */
  public Preparer enqueuing() {
    return enqueued;
  }

  /** What runs is counted from here on: some ends were not heard. Called by the worker. */
  @Override
  public void missed(long events) {
    inFlight.beginAnew();
  }

  /**
   * Removes the gauges and reads the database no more, as the end of the worker does: so call it
   * after that, if at all. Waits for nobody: a call to the database that has begun ends within its
   * time.
   */
  @Override
  public void close() {
    readings.stop();
    gauges.clear();
  }

  /** What metrics are made of. */
  public static final class Builder {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Function<Map<String, String>, Backend> backend;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private @Nullable Awa awa;
    private Duration pace = Duration.ofSeconds(15);
    private Duration patience = Duration.ofSeconds(2);
    private int tagValues = 100;

    Builder(Function<Map<String, String>, Backend> backend) {
      this.backend = backend;
    }

    /**
     * Reads the depth of queues and the ring by this client, and shows them as gauges. Default: is
     * not done. Only the worker that leads reads, on one thread and one connection, never when the
     * registry is asked. The client needs the rights of {@link dev.awa.Duty#READER} and a data
     * source with a connection to spare.
     */
    public Builder reading(Awa client) {
      awa = client;
      return this;
    }

    /**
     * How often queues are read, and how long the database may take for it each time. Queues that
     * there is no time for are read the next time. Default: every 15 s, 2 s at most.
     *
     * @throws IllegalArgumentException when one of the two is not 1 ms to a day
     */
    public Builder pace(Duration every, Duration within) {
      pace = checked("every", every);
      patience = checked("within", within);
      return this;
    }

    private static Duration checked(String name, Duration value) {
      if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(name + ": must be 1 ms to a day, got " + value);
      }
      return value;
    }

    /** Gives every meter this tag, in OpenTelemetry this attribute. Default: none. */
    public Builder tag(String key, String value) {
      tags.put(key, value);
      return this;
    }

    /**
     * How many values a tag may have: queues and kinds, for instance. The first ones are told
     * apart, all others are "other". Default: 100. Whatever it is, a counter or a timer has no more
     * than 1000 series.
     *
     * @throws IllegalArgumentException when the number is not 1 to 10,000
     */
    public Builder tagValues(int most) {
      if (most < 1 || most > 10_000) {
        throw new IllegalArgumentException("tagValues: must be 1 to 10000, got " + most);
      }
      tagValues = most;
      return this;
    }

    /** The metrics, to be given to one worker. */
    public AwaMetrics build() {
      return new AwaMetrics(this);
    }

    private @Nullable ReadingPlan plan() {
      return awa == null ? null : new ReadingPlan(awa, pace, patience);
    }
  }
}
