package dev.awa.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.worker.Announced;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** However a loop fails, its log stays a page. */
final class TroubleTest {
  private final Announced announced = new Announced();
  private final Trouble trouble = new Trouble(announced, "the claimer");
  private long now;

  private void failsAfter(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    trouble.failed(
        new SQLException("the database is starting up\n  Detail: please wait", "57P03"), now);
  }

  private void worksAfter(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    trouble.worked(now);
  }

  @Test
  void aFailureIsOneLineWithItsSqlstate() {
    failsAfter(1);
    assertThat(announced.told())
        .containsExactly(
            "WARNING the claimer: failed (1 times by now), trying again:"
                + " the database is starting up (SQLSTATE 57P03)");
  }

  @Test
  void aFailureThatIsNoneOfTheDatabaseNamesItsClass() {
    trouble.failed(new IllegalStateException(), 0);
    assertThat(announced.told().getFirst()).endsWith("java.lang.IllegalStateException: no message");
  }

  @Test
  void anHourOfFailuresIsALineAMinute() {
    for (int second = 0; second < 3600; second++) {
      failsAfter(1000);
    }
    assertThat(announced.told()).hasSizeBetween(58, 60);
  }

  @Test
  void whatComesAndGoesIsOneTroubleUntilItHasWorkedForTenSeconds() {
    for (int i = 0; i < 1000; i++) {
      failsAfter(10);
      worksAfter(10);
    }
    assertThat(announced.told()).hasSize(1);
    worksAfter(9_000);
    assertThat(announced.told()).hasSize(1);
    worksAfter(2_000);
    assertThat(announced.told().getLast())
        .isEqualTo("NOTICE the claimer: works again after 1000 failures");
    failsAfter(10);
    assertThat(announced.told()).as("a new trouble").hasSize(3);
  }

  @Test
  void whatWorksSaysNothing() {
    worksAfter(1);
    worksAfter(100_000);
    assertThat(announced.told()).isEmpty();
  }
}
