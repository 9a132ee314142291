package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Claim;
import dev.awa.engine.Claimed;
import dev.awa.engine.Run;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of which transactions nothing is left to claim. */
final class SweptTest {
  private static final Claim CLAIM = new Claim((short) 0, 1, 2, 1, 1, 2);

  private final Swept swept = new Swept();

  @Test
  void allThatATransactionBroughtIsClaimedWhenAClaimOfItLeavesNothing() {
    swept.note(claimed(true, "7", "9"));
    assertThat(swept.has("7")).isTrue();
    assertThat(swept.has("9")).isTrue();
    assertThat(swept.has("8")).as("it may commit later").isFalse();
  }

  @Test
  void aClaimThatMayLeaveSomethingSaysNothingOfTheRest() {
    swept.note(claimed(false, "7"));
    assertThat(swept.has("7")).isFalse();
  }

  @Test
  void onlyTheLastThousandAreRemembered() {
    IntStream.rangeClosed(1, 1001).forEach(i -> swept.note(claimed(true, Integer.toString(i))));
    assertThat(swept.has("1")).isFalse();
    assertThat(swept.has("2")).isTrue();
    assertThat(swept.has("1001")).isTrue();
  }

  @Test
  void nothingIsRememberedOfAnotherServer() {
    swept.note(claimed(true, "7"));
    swept.forget();
    assertThat(swept.has("7")).isFalse();
  }

  private static Claimed claimed(boolean emptied, String... xids) {
    List<Run> runs = List.of(xids).stream().map(SweptTest::run).toList();
    return new Claimed(Claimed.Status.CLAIMED, emptied, List.of(new Claimed.Batch(CLAIM, runs)));
  }

  private static Run run(String xid) {
    return new Run((short) 1, (short) 0, xid, 1, 1, 0, 25, Instant.EPOCH, "test", "{}", "{}");
  }
}
