package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.support.History;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A lane with thousands of open claims is tallied like any other: what ended is not read again. */
@Tag("every-postgres")
final class OpenListTest {
  private static final int OPEN = 5_000;
  private static final int ENDED = 3_000;

  private final TestQueue queue = TestQueue.create();
  private final TestRing ring = new TestRing(queue);
  private final ClosureLog log = queue.engine().closureLog();

  OpenListTest() throws SQLException {}

  /** Claims of one job each: the first are open, those that came later have ended. */
  @BeforeEach
  void fill() throws SQLException, IOException {
    try (Connection connection = queue.connect()) {
      History.of(connection, "q", 7).add(OPEN + ENDED, 1);
    }
    queue.sql("DELETE FROM awa.closures WHERE claim_no <= ?", OPEN);
  }

  private void tally(int least) throws SQLException {
    queue.with(tx -> log.tally(tx, ring.lead(), ring.oldest(), 0, least, 1_000_000));
  }

  private OptionalInt lists(int after, int least) throws SQLException {
    return queue.with(tx -> log.tallyLists(tx, ring.lead(), after, least, 1000));
  }

  private long upto() throws SQLException {
    return queue.number("SELECT upto FROM awa.lane_tallies");
  }

  private long listed() throws SQLException {
    return queue.number("SELECT cardinality(open) FROM awa.lane_tallies");
  }

  private void end(int from, int to) throws SQLException {
    queue.sql(
        "INSERT INTO awa.closures (slot, lane, claim_no, worker_id, flush_no, outcome, n)"
            + " SELECT 0, 1, i, 7, i, 1, 1 FROM generate_series(?, ?) AS i",
        from,
        to);
  }

  @Test
  void manyOpenClaimsDoNotStopTheTally() throws SQLException {
    tally(500);
    assertThat(upto()).isEqualTo(OPEN + ENDED);
    assertThat(listed()).isEqualTo(OPEN);
    assertThat(queue.awa().queues().stats("q").running()).isEqualTo(OPEN);
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(ENDED);
    Plans plans = Plans.of(queue, tx -> queue.engine().queues().stats(tx, "q"));
    assertThat(rows(plans, "closures")).as("closures that are read").isZero();
    assertThat(plans.scans())
        .filteredOn(scan -> scan.log().equals("closures"))
        .as("a slot without closures of the list is not searched for each of them")
        .isNotEmpty()
        .noneMatch(scan -> plans.text(scan).contains(" ANY "));
  }

  /** Some of its claims have ended since it was made, wherever their closures lie. */
  @Test
  void aLongListIsCountedExactly() throws SQLException {
    tally(500);
    end(1, 1);
    end(OPEN, OPEN);
    for (int i = 10; i < OPEN - 10; i += 7) {
      end(i, i);
    }
    end(OPEN + ENDED + 1, OPEN + ENDED + 1);
    queue.sql(
        "INSERT INTO awa.closures (slot, lane, claim_no, worker_id, flush_no, outcome, n)"
            + " SELECT -1, 1, i, 7, i, 1, 1 FROM generate_series(2, 4) AS i");
    long ended = queue.number("SELECT count(*) FROM awa.closures") - ENDED;
    assertThat(ended).isGreaterThan(700);
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(ENDED + ended);
    assertThat(queue.awa().queues().stats("q").running()).isEqualTo(OPEN - ended);
  }

  /** What runs is told by the claims, but for a kind, of which the claims know nothing. */
  @Test
  void whatRunsIsListedWithoutReadingARun() throws SQLException {
    end(5, OPEN);
    String all = "SELECT j FROM awa.running_jobs('q', NULL) AS j ORDER BY j";
    assertThat(queue.texts(all)).hasSize(4);
    assertThat(
            queue.texts(
                all.replace("NULL", "kind")
                    .replace(
                        "FROM awa",
                        "FROM (SELECT DISTINCT kind FROM awa.ready_entries) AS k, awa")))
        .isEqualTo(queue.texts(all));
    Plans plans = Plans.of(queue, tx -> TestQueue.texts(tx, all));
    assertThat(rows(plans, "ready_entries")).isZero();
  }

  /** A list is written anew as a whole. */
  @Test
  void aLongListIsMovedWhenAQuarterAsManyClaimsHaveCome() throws SQLException, IOException {
    tally(1);
    try (Connection connection = queue.connect()) {
      History.of(connection, "q", 7).add(OPEN / 4 - 1, 1);
      tally(500);
      assertThat(upto()).isEqualTo(OPEN + ENDED);
      History.of(connection, "q", 7).add(1, 1);
    }
    tally(500);
    assertThat(upto()).isEqualTo(OPEN + ENDED + OPEN / 4);
  }

  /** A rescue goes through them page by page. */
  @Test
  void aPageOfOpenClaimsReadsAboutWhatItGives() throws SQLException {
    tally(1);
    Rescue.Position middle = new Rescue.Position(1, OPEN / 2);
    Plans plans =
        Plans.of(
            queue,
            tx ->
                assertThat(queue.engine().claimLog().claimsOf(tx, 7, middle))
                    .hasSize(1000)
                    .allSatisfy(claim -> assertThat(claim.claimNo()).isGreaterThan(OPEN / 2)));
    assertThat(rows(plans, "claims")).as("claims that are read").isLessThan(1500);
    assertThat(plans.scans())
        .filteredOn(scan -> scan.log().equals("closures"))
        .as("each claim is not compared with each closure")
        .isNotEmpty()
        .allSatisfy(scan -> assertThat(plans.text(scan)).contains("\"Hash Join\""));
  }

  @Test
  void aLongListIsShortenedThoughNothingElseComes() throws SQLException {
    tally(1);
    end(1, OPEN - 3);
    tally(1);
    assertThat(lists(0, OPEN + 1)).isEmpty();
    assertThat(listed()).as("nothing has come").isEqualTo(OPEN);
    assertThat(lists(0, 500)).hasValue(1);
    assertThat(listed()).isEqualTo(3);
    assertThat(lists(1, 500)).isEmpty();
    assertThat(queue.awa().queues().stats("q").running()).isEqualTo(3);
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(OPEN + ENDED - 3);
  }

  /** Not each claim for each row. */
  @Test
  void aCarryAndASweepReadAboutWhatIsOpen() throws SQLException {
    int open = 300;
    end(1, OPEN - open);
    tally(1);
    ring.rotate();
    Plans carry =
        Plans.of(
            queue,
            tx ->
                assertThat(
                        queue.engine().ring().carry(tx, ring.lead(), ring.oldest(), Duration.ZERO))
                    .isEqualTo(Ring.Emptying.CARRIED));
    assertThat(rows(carry, "claims")).isLessThan(20 * open);
    assertThat(rows(carry, "ready_entries")).isLessThan(20 * open);
    assertThat(queue.awa().queues().stats("q").running()).isEqualTo(open);
    queue.sql(
        "INSERT INTO awa.closures (slot, lane, claim_no, worker_id, flush_no, outcome, n)"
            + " SELECT -1, 1, i, 7, i, 1, 1 FROM generate_series(?, ?) AS i",
        OPEN - open + 1,
        OPEN - 1);
    Plans sweep =
        Plans.of(queue, tx -> queue.engine().ring().sweepCarry(tx, ring.lead(), Integer.MAX_VALUE));
    assertThat(rows(sweep, "ready_entries")).isLessThan(20 * open);
    assertThat(queue.number("SELECT count(*) FROM awa.ready_entries WHERE slot = -1")).isEqualTo(1);
    assertThat(queue.awa().queues().stats("q").running()).isEqualTo(1);
  }

  private static double rows(Plans plans, String log) {
    return plans.scans().stream()
        .filter(scan -> scan.log().equals(log))
        .mapToDouble(Plans.Scan::rows)
        .sum();
  }
}
