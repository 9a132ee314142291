package dev.awa.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Handler;
import dev.awa.Job;
import dev.awa.JobProgress;
import dev.awa.LogLine;
import dev.awa.Outcome;
import dev.awa.StoredJob;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.InlineWorker;
import dev.awa.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The import of docs/how-to/handlers.md goes on where it was broken off. */
final class ProgressExampleTest {
  record Import(String file, int rows) {}

  private final TestQueue queue = TestQueue.create();
  private final List<Integer> loaded = new ArrayList<>();
  private boolean broken = true;

  private void load(String file, int row) {
    if (row == 7 && broken) {
      broken = false;
      throw new IllegalStateException(file + " can't be read");
    }
    loaded.add(row);
  }

  private Handler<Import> importer() {
    Handler<Import> importer =
        (job, context) -> {
          int from = context.checkpoint(Integer.class).orElse(0);
          for (int row = from; row < job.rows(); row++) {
            if (context.isCancelled()) {
              return Outcome.snooze(Duration.ZERO); // another worker goes on
            }
            load(job.file(), row);
            context.progress(row + 1, job.rows(), "rows").checkpoint(row + 1);
          }
          context.log("loaded %d rows", job.rows() - from);
          return Outcome.complete();
        };
    return importer;
  }

  @Test
  void theNextAttemptLoadsTheRest() {
    long id = queue.awa().enqueue(Job.of(new Import("a.csv", 10))).id();
    try (InlineWorker inline =
        Worker.of(queue.dataSource())
            .handler("import", Import.class, importer(), Backoff.fixed(Duration.ZERO))
            .inline()) {
      inline.runNext("default");
      inline.runNext("default");
    }
    assertThat(loaded).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    StoredJob job = queue.awa().jobs().find(id).orElseThrow();
    assertThat(job.progress()).extracting(JobProgress::message).isEqualTo("10 of 10 rows");
    assertThat(queue.awa().jobs().log(id))
        .extracting(LogLine::text)
        .containsExactly("loaded 3 rows");
  }
}
