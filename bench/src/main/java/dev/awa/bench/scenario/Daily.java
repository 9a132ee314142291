package dev.awa.bench.scenario;

import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import java.util.List;

/** What people do with a queue all day, a part each. */
public final class Daily implements Scenario {
  private static final List<Part> PARTS =
      List.of(new DailySchedules(), new DailyOperations(), new DailyBatches(), new DailyReports());

  /** One of the things that people do. */
  interface Part {
    void run(Lab lab) throws Exception;
  }

  @Override
  public String name() {
    return "daily";
  }

  @Override
  public String about() {
    return "10,000 schedules idle, how late 1,000 schedules a minute fire, a queue purged or"
        + " drained, operations over many jobs, and prunes of segments with reports";
  }

  @Override
  public void run(Lab lab) throws Exception {
    for (Part part : PARTS) {
      part.run(lab);
    }
  }
}
