package dev.awa.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.bench.peer.Ledger;
import dev.awa.lab.Eventually;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Producers keep to their bound, follow what is run, and never stop in silence. */
@Timeout(60)
final class SupplyTest {
  private static final int RUN = 3_000;

  @Test
  void whatNobodyRunsIsEnqueuedUpToTheBoundAndWhatIsRunIsReplaced() throws Exception {
    Ledger ledger = new Ledger(10 * Supply.BOUND);
    try (Supply supply = Supply.start((from, count) -> {}, ledger, 500)) {
      Eventually.holds("less than a call is missing", () -> supply.waiting() > Supply.BOUND - 1000);
      assertThat(supply.waiting()).isLessThanOrEqualTo(Supply.BOUND);
      long before = supply.committed();
      for (int n = 0; n < RUN; n++) {
        ledger.ran(n, 1, 2);
      }
      Eventually.holds("it is replaced", () -> supply.committed() == before + RUN);
      assertThat(supply.waiting()).isLessThanOrEqualTo(Supply.BOUND);
    }
  }

  @Test
  void aQueueThatOutrunsItsLedgerBreaksTheSupply() throws Exception {
    Ledger ledger = new Ledger(5_000);
    Supply supply = Supply.start((from, count) -> run(ledger, from, count), ledger, 0);
    Eventually.holds("a producer breaks", supply::isBroken);
    Eventually.holds("all that fit in are run", () -> ledger.done() == ledger.size());
    assertThatThrownBy(supply::close)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("its ledger of 5000 jobs is full");
  }

  @Test
  void aCallThatFailsIsToldWhenTheSupplyIsClosed() throws Exception {
    Supply supply =
        Supply.start(
            (from, count) -> {
              throw new IllegalArgumentException("refused");
            },
            new Ledger(5_000),
            0);
    Eventually.holds("a producer breaks", supply::isBroken);
    assertThatThrownBy(supply::close).hasRootCauseMessage("refused");
  }

  private static void run(Ledger ledger, int from, int count) {
    for (int n = from; n < from + count; n++) {
      ledger.ran(n, 1, 2);
    }
  }
}
