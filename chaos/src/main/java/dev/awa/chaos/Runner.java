package dev.awa.chaos;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Postgres;
import dev.awa.chaos.ledger.Verdict;
import dev.awa.chaos.scenario.Scenario;
import dev.awa.chaos.scenario.SkippedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs scenarios on one server, each in a database of its own, and judges them. */
final class Runner implements AutoCloseable {
  private final Postgres server;
  private final Path folder;
  private final boolean isShort;

  Runner(Path target, boolean isShort) throws IOException {
    this.isShort = isShort;
    this.folder = Files.createDirectories(target.resolve("chaos-" + ProcessHandle.current().pid()));
    this.server = Postgres.start(folder, "server");
  }

  /** Runs a scenario. One that breaks is bad, and keeps no other from running. */
  Result run(Scenario scenario) {
    long begun = System.nanoTime();
    int faults = 0;
    try (Lab lab = new Lab(server, folder.resolve(scenario.name()), isShort)) {
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
          since(begun));
    } catch (Exception e) {
      e.printStackTrace();
      return new Result(
          scenario.name(), faults, null, null, null, List.of("broke: " + e), since(begun));
    }
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
