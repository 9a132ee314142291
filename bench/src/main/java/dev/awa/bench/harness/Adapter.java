package dev.awa.bench.harness;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.awa.client.Awa;
import dev.awa.event.JobEvent;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The child process of the harness. It installs the schema, tells who it is, works and produces,
 * says its numbers at every multiple of the sampling interval, and on SIGTERM lets handlers finish
 * and exits with 0.
 */
public final class Adapter {
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final int POOL = 12;
  private static final String TABLES =
      "SELECT 'awa.' || relname FROM pg_class WHERE relnamespace = 'awa'::regnamespace"
          + " AND relkind = 'r' ORDER BY relname !~ '^ready_entries', relname";

  private final Settings settings;
  private final HikariDataSource pool;
  private final Awa awa;
  private final Voice voice;
  private final Meters meters;
  private final Depth depth;
  private final Producing producing;

  private Adapter(Settings settings) {
    this.settings = settings;
    pool = pool(settings);
    awa = Awa.of(pool);
    voice = new Voice(System.out, settings.instance());
    meters = new Meters(settings.sampleEvery());
    depth = new Depth(awa.queues());
    producing = new Producing(settings, awa, meters, depth);
  }

  private static HikariDataSource pool(Settings settings) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(settings.jdbcUrl());
    if (!settings.user().isEmpty()) {
      config.setUsername(settings.user());
      config.setPassword(settings.password());
    }
    config.setMaximumPoolSize(POOL);
    config.setConnectionTimeout(5_000);
    config.setInitializationFailTimeout(30_000);
    return new HikariDataSource(config);
  }

  /** Runs until it is told to end. */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT); // numbers are printed for programs too
    new Adapter(Settings.of(System.getenv())).run();
  }

  private void run() throws Exception {
    awa.migrate();
    voice.describe(eventTables(), version(), "1", settings.database());
    if (settings.migrateOnly()) {
      pool.close();
      return;
    }
    Worker worker = worker();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(worker), "end"));
    Thread.ofVirtual().start(depth);
    if (settings.produces()) {
      Thread.ofPlatform().daemon().name("producer").start(this::produce);
    }
    sampleForEver();
  }

  private Worker worker() {
    return Worker.of(pool)
        .config(WorkerConfig.defaults().withGrace(GRACE))
        .queue(Ping.QUEUE, settings.workers())
        .task(Ping.class, (ping, context) -> work(ping))
        .listen(JobEvent.class, this::hear)
        .start();
  }

  private void work(Ping ping) throws InterruptedException {
    meters.started(Meters.micros() - ping.sent());
    Thread.sleep(settings.work());
    meters.ended(Meters.micros() - ping.sent());
  }

  /** A job counts as completed when its completion is durable. */
  private void hear(JobEvent event) {
    if (event instanceof JobEvent.Completed) {
      meters.completed();
    } else if (event instanceof JobEvent.Retried) {
      meters.retried();
    }
  }

  private void produce() {
    try {
      if (settings.paced()) {
        producing.pace();
      } else {
        producing.follow(
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      System.err.println("commands can't be read: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the process ends
    }
  }

  /** At wall-clock multiples of the interval. */
  private void sampleForEver() throws InterruptedException {
    long every = settings.sampleEvery().toMillis();
    while (true) {
      Thread.sleep(every - System.currentTimeMillis() % every);
      String time = Voice.now();
      meters.sample(voice, time);
      if (settings.instance() == 0) {
        depth.sample(voice, time);
        voice.metric(time, "producer_target_rate", producing.targetRate(), 0);
      }
    }
  }

  /** The harness wants exit code 0, and a JVM that is told to end by a signal has another one. */
  private static void end(Worker worker) {
    worker.close();
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private List<String> eventTables() throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        tables.add(String.valueOf(rows.getString(1)));
      }
    }
    return tables;
  }

  private static String version() {
    String version = Awa.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
