package dev.awa.client;

import dev.awa.Health;
import dev.awa.Health.Check;
import dev.awa.Health.Status;
import dev.awa.engine.Engine;
import dev.awa.engine.Queues.Unserved;
import dev.awa.engine.Storage.Vitals;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks how a queue fares. */
final class HealthLook {
  /** A leader promotes each second. */
  private static final Duration LATE = Duration.ofSeconds(10);

  /** A leader rescues within seconds. */
  private static final Duration LONG_DEAD = Duration.ofMinutes(1);

  private static final int SLOTS = 16;
  private static final int FULL = 14;
  private static final int LANES = 1000;

  private final Engine engine;

  HealthLook(Engine engine) {
    this.engine = engine;
  }

  Health on(Connection connection) throws SQLException {
    Vitals vitals = engine.storage().vitals(connection);
    Unserved unserved = engine.queues().unserved(connection, "", LANES);
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("database", Status.UP, "answers"));
    checks.add(
        new Check(
            "schema",
            Status.UP,
            "\"" + engine.schema() + "\", version " + engine.migrations().version()));
    checks.add(leader(vitals));
    checks.add(
        check("workers", vitals.alive() > 0, vitals.alive() + " alive", "no worker is alive"));
    checks.add(rescue(vitals));
    checks.add(promotion(vitals));
    checks.add(
        check(
            "ring",
            vitals.used() < FULL,
            vitals.used() + " of " + SLOTS + " slots in use",
            vitals.used()
                + " of "
                + SLOTS
                + " slots in use: segments are not emptied; awa storage status says why"));
    checks.add(queues(unserved.queues()));
    checks.add(new Check("time_zones", Status.UP, "rules of release " + release()));
    return Health.of(checks);
  }

  private static Check check(String name, boolean isGood, String good, String bad) {
    return new Check(name, isGood ? Status.UP : Status.DEGRADED, isGood ? good : bad);
  }

  private static Check leader(Vitals vitals) {
    return check(
        "leader",
        vitals.led(),
        vitals.leader() == null ? "somebody who is no worker" : String.valueOf(vitals.leader()),
        "nobody leads: nothing is promoted, rescued or emptied; start a worker, awa maintain, or"
            + " call awa tick");
  }

  private static Check rescue(Vitals vitals) {
    Duration deadFor = vitals.deadFor();
    String words = vitals.dead() + " dead workers wait for their rescue";
    return check("rescue", !isOver(deadFor, LONG_DEAD), words, words + ", since " + deadFor);
  }

  private static Check promotion(Vitals vitals) {
    Duration late = vitals.late();
    return check(
        "promotion",
        !isOver(late, LATE),
        "no deferred job is late",
        "a deferred job is due since " + late + " and not in its queue yet");
  }

  private static boolean isOver(@Nullable Duration time, Duration most) {
    return time != null && time.compareTo(most) > 0;
  }

  private static Check queues(List<String> unserved) {
    return check(
        "queues",
        unserved.isEmpty(),
        "every queue with waiting jobs has a worker",
        "jobs wait in queues on which no worker works: " + unserved);
  }

  /** Of the rules by which this process knows time zones. */
  private static String release() {
    return ZoneRulesProvider.getVersions("UTC").lastKey();
  }
}
