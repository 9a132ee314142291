package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.support.LogLines;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** However a loop fails, its log stays a page. */
final class TroubleTest {
  private final LogLines log = new LogLines("trouble");
  private final Trouble trouble = new Trouble(LoggerFactory.getLogger("trouble"), "the claimer");
  private long now;

  @AfterEach
  void stopListening() {
    log.close();
  }

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
    assertThat(log.all())
        .containsExactly(
            "WARN the claimer: failed (1 times by now), trying again:"
                + " the database is starting up (SQLSTATE 57P03)");
  }

  @Test
  void aFailureThatIsNoneOfTheDatabaseNamesItsClass() {
    trouble.failed(new IllegalStateException(), 0);
    assertThat(log.all().getFirst()).endsWith("java.lang.IllegalStateException: no message");
  }

  @Test
  void anHourOfFailuresIsALineAMinute() {
    for (int second = 0; second < 3600; second++) {
      failsAfter(1000);
    }
    assertThat(log.all()).hasSizeBetween(58, 60);
  }

  @Test
  void whatComesAndGoesIsOneTroubleUntilItHasWorkedForTenSeconds() {
    for (int i = 0; i < 1000; i++) {
      failsAfter(10);
      worksAfter(10);
    }
    assertThat(log.all()).hasSize(1);
    worksAfter(9_000);
    assertThat(log.all()).hasSize(1);
    worksAfter(2_000);
    assertThat(log.all().getLast()).isEqualTo("INFO the claimer: works again after 1000 failures");
    failsAfter(10);
    assertThat(log.all()).as("a new trouble").hasSize(3);
  }

  @Test
  void whatWorksSaysNothing() {
    worksAfter(1);
    worksAfter(100_000);
    assertThat(log.all()).isEmpty();
  }
}
