package dev.awa.chaos.lab;

import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.lab.Eventually;
import dev.awa.schedule.Declaration;
import dev.awa.schedule.Missed;
import dev.awa.schedule.Schedule;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Schedules of a lab that are planned for each second. Their jobs go to a queue that nobody serves,
 * so that every fire can be looked at; they are no jobs of the ledger.
 */
public final class Fires {
  private static final String QUEUE = "fired";
  private static final String RUNS =
      "(SELECT ext #>> '{schedule,name}' AS name,"
          + " (ext #>> '{schedule,planned_at}')::timestamptz AS planned_at, job_id"
          + " FROM awa.ready_entries WHERE lane IN (SELECT lane FROM awa.lanes WHERE queue = '"
          + QUEUE
          + "')) AS f";

  private final Database database;

  public Fires(Database database) {
    this.database = database;
  }

  /** Declares schedules of one rule; the names of a second call replace those of the first. */
  public void declare(String prefix, int count, Missed missed) {
    Job<RawJson> job = Job.of("fired", new RawJson("{}")).withQueue(QUEUE);
    List<Schedule> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(Schedule.every(prefix + " " + i, Duration.ofSeconds(1), job).withMissed(missed));
    }
    database.awa().schedules().declare(Declaration.of(prefix, "1", all));
  }

  /** How many fires have a job. */
  public long count() {
    return database.number("SELECT count(*) FROM " + RUNS);
  }

  /** How many fires have a job that were planned between two times, by the database's clock. */
  public long between(String name, String after, String before) {
    return database.number(
        "SELECT count(*) FROM %s WHERE name = '%s' AND planned_at > '%s' AND planned_at < '%s'"
            .formatted(RUNS, name, after, before));
  }

  /** Waits until there are so many more fires. */
  public void awaitMore(long fires) {
    long until = count() + fires;
    Eventually.holds(fires + " more fires", Lab.PATIENCE, () -> count() >= until);
  }

  /** What the database's clock shows. */
  public String now() {
    return database.text("SELECT clock_timestamp()").orElseThrow();
  }

  /** Every planned time of a schedule has one job, and every job an id of its own. */
  public void requireOnce() {
    refuse(
        "twice fired",
        "SELECT name || ' ' || planned_at FROM "
            + RUNS
            + " GROUP BY name, planned_at HAVING count(*) > 1 LIMIT 1");
    refuse(
        "id given out twice",
        "SELECT job_id::text FROM awa.ready_entries"
            + " GROUP BY job_id, run_no HAVING count(*) > 1 LIMIT 1");
  }

  /** Every planned time since the first was fired. */
  public void requireAll() {
    refuse(
        "not fired",
        "SELECT name || ' ' || count(*) || ' of '"
            + " || extract(epoch FROM max(planned_at) - min(planned_at))::integer + 1 FROM "
            + RUNS
            + " GROUP BY name HAVING count(*) <>"
            + " extract(epoch FROM max(planned_at) - min(planned_at))::integer + 1 LIMIT 1");
  }

  private void refuse(String what, String sql) {
    database
        .text(sql)
        .ifPresent(found -> {
          throw new IllegalStateException(what + ": " + found);
        });
  }

  /** Nothing more is fired, and what was fired is in no count any more. */
  public void end() throws SQLException {
    database.execute("UPDATE awa.schedules SET paused_at = clock_timestamp()");
    database.awa().queues().purge(QUEUE, "chaos");
  }
}
