package dev.awa.chaos;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.OwnServer;
import dev.awa.chaos.ledger.Verdict;
import dev.awa.chaos.scenario.Scenario;
import dev.awa.chaos.scenario.SkippedException;
import dev.awa.lab.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Runs scenarios on one server, each in a database of its own, and judges them. Those that stop
 * their server have one of their own.
 */
final class Runner implements AutoCloseable {
  private static final int SIDE_BY_SIDE = 3;

  private final Postgres server;
  private final Path folder;
  private final boolean isShort;

  Runner(Path target, boolean isShort) throws IOException {
    this.isShort = isShort;
    this.folder =
        Files.createDirectories(
            target.resolve("chaos-" + ProcessHandle.current().pid()).toAbsolutePath());
    this.server = OwnServer.start(folder.resolve("server"));
  }

  /**
   * Runs scenarios side by side, for most of their time they wait; those of which a length of time
   * is judged come first, one by one. Each is announced when it begins and handed over when it is
   * done.
   */
  void runAll(List<Scenario> scenarios, Consumer<Scenario> begun, Consumer<Result> done) {
    scenarios.stream().filter(Scenario::isTimed).forEach(scenario -> run(scenario, begun, done));
    try (ExecutorService pool = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
      scenarios.stream()
          .filter(scenario -> !scenario.isTimed())
          .forEach(scenario -> pool.execute(() -> run(scenario, begun, done)));
    }
  }

  private void run(Scenario scenario, Consumer<Scenario> begun, Consumer<Result> done) {
    begun.accept(scenario);
    done.accept(run(scenario));
  }

  /** Runs a scenario. One that breaks is bad, and keeps no other from running. */
  Result run(Scenario scenario) {
    if (scenario.sharesServer()) {
      return run(scenario, server);
    }
    long begun = System.nanoTime();
    try (Postgres own = OwnServer.start(folder.resolve("server-of-" + scenario.name()))) {
      return run(scenario, own);
    } catch (Exception e) {
      return broken(scenario, 0, e, begun);
    }
  }

  private Result run(Scenario scenario, Postgres home) {
    long begun = System.nanoTime();
    int faults = 0;
    try (Lab lab = new Lab(home, folder.resolve(scenario.name()), isShort)) {
      List<String> complaints = new ArrayList<>();
      String skipped = null;
      Verdict verdict = null;
      try {
        scenario.run(lab);
      } catch (SkippedException e) {
        skipped = e.getMessage();
      } catch (Exception e) {
        complaints.add("broke: " + e);
        e.printStackTrace();
        lab.workers().dumpThreads();
        lab.openBarriers();
      }
      faults = lab.faults();
      if (skipped == null) {
        verdict = lab.settle();
        complaints.addAll(verdict.complaints());
      }
      if (verdict != null && verdict.committed() == 0) {
        complaints.add("no job was run: nothing was shown");
      }
      return new Result(
          scenario.name(),
          faults,
          verdict,
          lab.recovery().orElse(null),
          skipped,
          List.copyOf(complaints),
          lab.notes(),
          since(begun));
    } catch (Exception e) {
      return broken(scenario, faults, e, begun);
    }
  }

  private static Result broken(Scenario scenario, int faults, Exception e, long begun) {
    e.printStackTrace();
    return new Result(
        scenario.name(), faults, null, null, null, List.of("broke: " + e), List.of(), since(begun));
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
