package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PermitsTest {
  private final Permits permits = new Permits(8);

  @Test
  void whatIsGivenBackIsOnlyWorthAClaimWhenPermitsWereMissed() {
    assertThat(permits.takeUpTo(8)).isEqualTo(8);
    permits.giveBack(4);
    assertThat(permits.isWorthClaiming()).as("nobody missed them").isFalse();

    assertThat(permits.takeUpTo(512)).isEqualTo(4);
    assertThat(permits.takeUpTo(512)).isZero();
    permits.giveBack(1);
    assertThat(permits.isWorthClaiming()).as("too few").isFalse();
    permits.giveBack(1);
    assertThat(permits.isWorthClaiming()).isTrue();

    assertThat(permits.takeUpTo(1)).isEqualTo(1);
    assertThat(permits.isWorthClaiming()).isFalse();
  }

  @Test
  void aQueueThatIsLeftOutMissesItsPermits() {
    assertThat(permits.areFree()).isTrue();
    permits.takeUpTo(8);
    assertThat(permits.areFree()).isFalse();
    permits.giveBack(8);
    assertThat(permits.isWorthClaiming()).isTrue();
  }

  @Test
  void whatIsOwedIsNotFree() {
    permits.takeUpTo(8);
    permits.takeAnyway(2);
    permits.giveBack(2);
    assertThat(permits.areFree()).isFalse();
    permits.giveBack(1);
    assertThat(permits.takeUpTo(512)).isEqualTo(1);
  }
}
