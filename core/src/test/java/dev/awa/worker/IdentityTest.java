package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class IdentityTest {
  private final Identity identity = new Identity();
  private final AtomicInteger woken = new AtomicInteger();

  IdentityTest() {
    identity.onFenced(woken::incrementAndGet);
  }

  @Test
  void aFencedWorkerIsNobodyUntilItBeginsAnew() {
    long dead = identity.workerId();
    assertThat(identity.is(dead)).isTrue();
    identity.fenced(dead);
    assertThat(identity.isFenced()).isTrue();
    assertThat(identity.is(dead)).isFalse();
    assertThat(woken).hasValue(1);

    long next = identity.another();
    identity.become(next);
    assertThat(identity.isFenced()).isFalse();
    assertThat(identity.is(next)).isTrue();
  }

  /** The flush of a dead worker may be answered when the worker has begun anew. */
  @Test
  void aLateWordAboutAnEarlierIdDoesNotFenceTheNewBeginning() {
    long dead = identity.workerId();
    identity.become(identity.another());
    identity.fenced(dead);
    assertThat(identity.isFenced()).isFalse();
    assertThat(woken).hasValue(0);
  }

  @Test
  void numbersOfCallsRise() {
    long first = identity.nonce();
    assertThat(identity.nonce()).isEqualTo(first + 1);
  }
}
