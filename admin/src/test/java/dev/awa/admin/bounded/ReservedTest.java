package dev.awa.admin.bounded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.admin.SmallPool;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Work with reserved connections never waits for the pool, and leaves one to others. */
final class ReservedTest {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final TestQueue queue = TestQueue.create();

  @Test
  void oneIsLeftToOthers() throws Exception {
    SmallPool pool = new SmallPool(queue.dataSource(), 3);
    try (Reserved reserved = Reserved.of(pool.dataSource(), 2, PATIENCE)) {
      assertThat(pool.taken()).isEqualTo(2);
      for (int i = 0; i < 3; i++) {
        try (Connection one = reserved.source().getConnection();
            Connection other = reserved.source().getConnection()) {
          assertThat(one.isValid(5) && other.isValid(5)).isTrue();
          assertThatThrownBy(() -> reserved.source().getConnection())
              .isInstanceOf(SQLTransientConnectionException.class)
              .hasMessageContaining("all 2 reserved connections are in use");
        }
      }
      assertThat(pool.all()).isEqualTo(3);
    }
    assertThat(pool.taken()).isZero();
  }

  @Test
  void whatIsClosedTwiceIsBackOnce() throws Exception {
    SmallPool pool = new SmallPool(queue.dataSource(), 3);
    try (Reserved reserved = Reserved.of(pool.dataSource(), 2, PATIENCE)) {
      Connection one = reserved.source().getConnection();
      one.close();
      one.close();
      Connection next = reserved.source().getConnection();
      Connection last = reserved.source().getConnection();
      assertThat(next.isValid(5) && last.isValid(5)).isTrue();
      assertThatThrownBy(() -> reserved.source().getConnection()).hasMessageContaining("in use");
    }
  }

  @Test
  void aPoolThatIsTooSmallHasBackWhatWasTaken() {
    SmallPool pool = new SmallPool(queue.dataSource(), 2);
    assertThatThrownBy(() -> Reserved.of(pool.dataSource(), 2, PATIENCE))
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasMessage("the pool did not have 3 free connections within 300 ms");
    Eventually.holds("also the one that came too late is back", () -> pool.all() == 3);
    Eventually.holds("all are back", () -> pool.taken() == 0);
  }

  @Test
  void aConnectionThatIsLostIsTakenAnew() throws Exception {
    SmallPool pool = new SmallPool(queue.dataSource(), 3);
    try (Reserved reserved = Reserved.of(pool.dataSource(), 2, PATIENCE)) {
      try (Connection lost = reserved.source().getConnection()) {
        lost.abort(Runnable::run);
      }
      assertThat(pool.taken()).isEqualTo(1);
      try (Connection one = reserved.source().getConnection();
          Connection other = reserved.source().getConnection()) {
        assertThat(one.isValid(5) && other.isValid(5)).isTrue();
      }
    }
    assertThat(pool.taken()).isZero();
  }

  /** A connection that is still in use when the work is over goes back when it is closed. */
  @Test
  void whatIsLentGoesBackWhenItIsClosed() throws Exception {
    SmallPool pool = new SmallPool(queue.dataSource(), 3);
    Connection late;
    try (Reserved reserved = Reserved.of(pool.dataSource(), 2, PATIENCE)) {
      late = reserved.source().getConnection();
    }
    assertThat(pool.taken()).isEqualTo(1);
    late.close();
    assertThat(pool.taken()).isZero();
  }
}
