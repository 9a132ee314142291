package dev.awa.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.Job;
import dev.awa.client.Awa;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests that roll back what they have done see what they have enqueued. */
@AwaTest
final class RollbackTest {
  private static final Job<SendReceipt> JOB =
      Job.of(new SendReceipt("jo@example.org", 4200)).withQueue("mail");

  private final AwaKit kit;

  RollbackTest(AwaKit kit) {
    this.kit = kit;
  }

  @Test
  void aTransactionSeesItsOwnJobs() throws Exception {
    try (Connection tx = kit.dataSource().getConnection()) {
      tx.setAutoCommit(false);
      kit.assertThatQueue(tx, "mail").hasCount(0);
      kit.awa().enqueue(tx, JOB);
      kit.assertThatQueue(tx, "mail").hasOneJob(SendReceipt.class);
      kit.assertThatQueue("mail").hasCount(0);
      tx.rollback();
    }
    kit.assertThatQueue("mail").hasCount(0);
  }

  @Test
  void soDoesOneOfSpring() {
    Awa joining = Awa.of(new TransactionAwareDataSourceProxy(kit.dataSource())).joining();
    new TransactionTemplate(new DataSourceTransactionManager(kit.dataSource()))
        .executeWithoutResult(status -> {
          joining.enqueue(JOB);
          Connection tx = DataSourceUtils.getConnection(kit.dataSource());
          kit.assertThatQueue(tx, "mail").hasOneJob(SendReceipt.class);
          status.setRollbackOnly();
        });
    kit.assertThatQueue("mail").hasCount(0);
  }

  @Test
  void jobsThatAreNotCommittedAreNotRun() {
    AwaKit ofSpring = AwaKit.on(new TransactionAwareDataSourceProxy(kit.dataSource()));
    new TransactionTemplate(new DataSourceTransactionManager(kit.dataSource()))
        .executeWithoutResult(status ->
            assertThatThrownBy(() -> ofSpring.drain("mail"))
                .isInstanceOf(AwaException.class)
                .hasMessageContaining("once the transaction that enqueued them has committed"));
    assertThat(ofSpring.drain("mail").count()).isZero();
  }
}
