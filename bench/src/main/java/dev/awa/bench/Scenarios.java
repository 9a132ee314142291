package dev.awa.bench;

import dev.awa.bench.compare.Chaos;
import dev.awa.bench.compare.Deep;
import dev.awa.bench.compare.Drain;
import dev.awa.bench.compare.Elsewhere;
import dev.awa.bench.compare.Enqueue;
import dev.awa.bench.compare.Growth;
import dev.awa.bench.compare.Mix;
import dev.awa.bench.compare.Pinned;
import dev.awa.bench.compare.Steady;
import dev.awa.bench.compare.Sweep;
import dev.awa.bench.dashboard.AdminFigures;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.scenario.Backlog;
import dev.awa.bench.scenario.Counts;
import dev.awa.bench.scenario.Daily;
import dev.awa.bench.scenario.DeadTuples;
import dev.awa.bench.scenario.Deferred;
import dev.awa.bench.scenario.EndToEnd;
import dev.awa.bench.scenario.Held;
import dev.awa.bench.scenario.Herd;
import dev.awa.bench.scenario.History;
import dev.awa.bench.scenario.Idle;
import dev.awa.bench.scenario.Maintenance;
import dev.awa.bench.scenario.ManyQueues;
import dev.awa.bench.scenario.MeasuredRuns;
import dev.awa.bench.scenario.Metrics;
import dev.awa.bench.scenario.OpenTransactions;
import dev.awa.bench.scenario.Overload;
import dev.awa.bench.scenario.Pickup;
import dev.awa.bench.scenario.Profile;
import dev.awa.bench.scenario.QuietWal;
import dev.awa.bench.scenario.Readers;
import dev.awa.bench.scenario.Regression;
import dev.awa.bench.scenario.Sleepers;
import dev.awa.bench.scenario.SlowCommits;
import dev.awa.bench.scenario.Stripes;
import dev.awa.bench.scenario.Wal;
import java.util.List;
import java.util.Optional;

/** All scenarios, in the order they are run. */
final class Scenarios {
  private static final Sweep SWEEP = new Sweep();

  static final List<Scenario> ALL =
      List.of(
          new Wal(),
          new DeadTuples(),
          new EndToEnd(),
          new Pickup(),
          new Backlog(),
          new History(),
          new Counts(),
          new AdminFigures(),
          new Sleepers(),
          new OpenTransactions(),
          new Idle(),
          new Herd(),
          new SlowCommits(),
          new ManyQueues(),
          new Metrics(),
          new MeasuredRuns(),
          new Stripes(),
          new QuietWal(),
          new Deferred(),
          new Daily(),
          new Maintenance(),
          new Readers(),
          new Held(),
          new Overload(),
          new Profile(),
          new Regression(),
          new Enqueue(),
          new Drain(SWEEP),
          new Steady(SWEEP),
          new Elsewhere(SWEEP),
          new Pinned(SWEEP),
          Pinned.growing(SWEEP),
          new Deep(SWEEP),
          new Growth(SWEEP),
          new Mix(),
          new Chaos());

  private Scenarios() {}

  static Optional<Scenario> find(String name) {
    return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
  }

  static List<String> names() {
    return ALL.stream().map(Scenario::name).toList();
  }
}
