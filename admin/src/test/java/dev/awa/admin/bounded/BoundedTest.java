package dev.awa.admin.bounded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Job;
import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Each statement of a request has its time, and the connection is given back as it was. */
final class BoundedTest {
  private final TestQueue queue = TestQueue.create();

  @Test
  void aStatementThatTakesTooLongIsCancelled() throws Exception {
    DataSource bounded = Bounded.of(queue.dataSource(), Duration.ofSeconds(1));
    try (Connection connection = bounded.getConnection();
        var statement = connection.prepareStatement("SELECT pg_sleep(60)")) {
      assertThatThrownBy(statement::execute)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
    }
  }

  @Test
  void theConnectionIsGivenBackAsItWas() throws Exception {
    try (Connection own = queue.connect()) {
      own.setNetworkTimeout(Runnable::run, 7000);
      DataSource source = single(own);
      Awa awa = Awa.of(Bounded.reading(source, Duration.ofSeconds(1)));
      assertThat(awa.queues().list()).isEmpty();
      assertThat(own.getNetworkTimeout()).isEqualTo(7000);
      assertThat(own.isReadOnly()).isFalse();
      assertThat(own.getAutoCommit()).isTrue();
    }
  }

  /** What the pool has given is given back also when its session is broken. */
  @Test
  void aConnectionThatCantBePreparedIsGivenBack() throws Exception {
    AtomicInteger closed = new AtomicInteger();
    Connection broken =
        (Connection)
            Proxy.newProxyInstance(
                BoundedTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "close" -> closed.incrementAndGet();
                      case "getNetworkTimeout" -> 0;
                      case "isReadOnly" -> false;
                      case "setNetworkTimeout" -> null;
                      default -> throw new SQLException(method.getName(), "08006");
                    });
    DataSource source = single(broken, false);
    assertThatThrownBy(() -> Bounded.reading(source, Duration.ofSeconds(1)).getConnection())
        .hasMessage("setReadOnly");
    assertThat(closed).hasValue(1);
  }

  /** Hands out one connection, which stays open. */
  private static DataSource single(Connection own) {
    return single(own, true);
  }

  private static DataSource single(Connection own, boolean isKept) {
    Connection kept = isKept ? proxy(Connection.class, own) : own;
    return (DataSource)
        Proxy.newProxyInstance(
            BoundedTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> kept);
  }

  private static <T> T proxy(Class<T> type, T kept) {
    return type.cast(
        Proxy.newProxyInstance(
            BoundedTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getName().equals("close") ? null : method.invoke(kept, arguments)));
  }

  @Test
  void aLookChangesNothingInATransaction() {
    Awa reading = Awa.of(Bounded.reading(queue.dataSource(), Duration.ofSeconds(5)));
    assertThatThrownBy(() -> reading.inTransaction(tx -> reading.enqueue(tx, Job.of("weigh", 1))))
        .hasMessageContaining("the transaction is read-only");
  }
}
