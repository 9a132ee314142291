package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.KnownWorker;
import dev.awa.admin.WorkersDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ids of workers are random: pages go by them, and people see who came last. */
final class WorkersInOrderTest {
  private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");

  private static KnownWorker worker(long id, long startedAt) {
    Instant started = START.plusSeconds(startedAt);
    return new KnownWorker(
        id, "w" + id, true, false, false, started, started, List.of(), null, Map.of(), null,
        List.of());
  }

  private static final List<KnownWorker> ALL =
      List.of(worker(50, 3), worker(90, 1), worker(10, 4), worker(70, 2));

  @Test
  void pagesHaveEachOnceByItsId() {
    List<Long> seen = new ArrayList<>();
    Long after = null;
    do {
      WorkersDocument page = WorkersDocument.of(ALL, after, 2);
      page.workers().forEach(worker -> seen.add(worker.id()));
      after = page.next();
    } while (after != null);
    assertThat(seen).containsExactly(90L, 70L, 50L, 10L);
  }

  @Test
  void peopleSeeTheNewestFirst() {
    assertThat(WorkersPage.newestFirst(WorkersDocument.of(ALL, null, 9).workers()))
        .extracting(KnownWorker::id)
        .containsExactly(10L, 50L, 70L, 90L);
  }
}
