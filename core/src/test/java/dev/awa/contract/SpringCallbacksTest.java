package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.awa.AwaException;
import dev.awa.client.Awa;
import dev.awa.support.Pool;
import dev.awa.support.TestQueue;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What Spring calls when a transaction is over, on a thread that still has its connection. */
final class SpringCallbacksTest {
  private final TestQueue queue = TestQueue.create();
  private final List<Throwable> refusals = new ArrayList<>();

  /** A pool that does not commit each statement would roll it back, unseen. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingIsJoinedAfterTheEnd(boolean autoCommit) throws SQLException {
    Pool.Wish wish = new Pool.Wish(4, autoCommit, null);
    try (Pool pool = Pool.of(Pool.Kind.HIKARI, queue.dataSource(), wish)) {
      Awa awa = Awa.of(new TransactionAwareDataSourceProxy(pool.dataSource())).joining();
      JdbcTransactionManager manager = new JdbcTransactionManager(pool.dataSource());
      new TransactionTemplate(manager)
          .executeWithoutResult(status -> {
            TransactionSynchronizationManager.registerSynchronization(callback(awa, manager));
            awa.enqueue(TestQueue.job("q", 1));
          });
    }
    assertThat(refusals)
        .hasSize(5)
        .allSatisfy(refusal ->
            assertThat(refusal)
                .isInstanceOf(AwaException.class)
                .hasMessageContaining("Spring's transaction is over"));
    assertThat(queue.number("SELECT count(*) FROM awa.jobs")).isEqualTo(4);
  }

  /** The data source of Spring Boot's knows nothing of transactions: a proxy around it does. */
  @Test
  void whoWantsToJoinIsToldWhereItCanNot() throws SQLException {
    Pool.Wish wish = new Pool.Wish(4, true, null);
    try (Pool pool = Pool.of(Pool.Kind.HIKARI, queue.dataSource(), wish)) {
      Awa awa = Awa.of(pool.dataSource()).joining();
      new TransactionTemplate(new JdbcTransactionManager(pool.dataSource()))
          .executeWithoutResult(status ->
              assertThatThrownBy(() -> awa.enqueue(TestQueue.job("q", 1)))
                  .isInstanceOf(AwaException.class)
                  .hasMessageContaining("TransactionAwareDataSourceProxy"));
      assertThat(queue.number("SELECT count(*) FROM awa.jobs")).isZero();
      awa.enqueue(TestQueue.job("q", 2));
    }
    assertThat(queue.number("SELECT count(*) FROM awa.jobs")).isEqualTo(1);
  }

  private TransactionSynchronization callback(Awa awa, JdbcTransactionManager manager) {
    TransactionTemplate another = new TransactionTemplate(manager);
    another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    return new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        refuse(awa);
        another.executeWithoutResult(status -> awa.enqueue(TestQueue.job("q", 3)));
        TransactionStatus byHand = manager.getTransaction(another);
        awa.enqueue(TestQueue.job("q", 4));
        manager.commit(byHand);
        refuse(awa);
        refuseWithin(awa, manager);
        TransactionStatus thrownAway = manager.getTransaction(another);
        awa.enqueue(TestQueue.job("q", 5));
        manager.rollback(thrownAway);
      }

      @Override
      public void afterCompletion(int status) {
        refuse(awa);
        refuseWithin(awa, manager);
        another.executeWithoutResult(begun -> awa.enqueue(TestQueue.job("q", 6)));
      }
    };
  }

  private void refuse(Awa awa) {
    refusals.add(catchThrowable(() -> awa.enqueue(TestQueue.job("q", 2))));
  }

  /** Who asks for a transaction, and not for a new one, is given the finished one. */
  private void refuseWithin(Awa awa, JdbcTransactionManager manager) {
    TransactionStatus finished = manager.getTransaction(TransactionDefinition.withDefaults());
    refuse(awa);
    manager.commit(finished);
  }
}
