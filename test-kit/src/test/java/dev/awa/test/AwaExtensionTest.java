package dev.awa.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Job;
import dev.awa.client.Awa;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With a database of the application's, which here is an embedded one too. */
final class AwaExtensionTest {
  private static final EmbeddedDatabase DATABASE = EmbeddedDatabase.create();

  @RegisterExtension
  static final AwaExtension AWA =
      AwaExtension.on(() -> DATABASE.dataSource()).schema("odd \"name\"");

  private static final Job<SendReceipt> JOB =
      Job.of(new SendReceipt("jo@example.org", 4200)).withQueue("mail");

  @RepeatedTest(2)
  void eachTestBeginsWithAnEmptyQueue(AwaKit kit, Awa awa) {
    kit.assertThatQueue("mail").hasCount(0);
    awa.enqueue(JOB);
    awa.queues().pause("mail", "a test");
    kit.assertThatQueue("mail").hasCount(1);
  }

  @Nested
  final class WithinAClass {
    @Test
    void theQueueIsThatOfTheClassAround(AwaKit kit) {
      kit.assertThatQueue("mail").hasCount(0);
      kit.awa().enqueue(JOB);
      kit.task(SendReceipt.class, (receipt, context) -> {}).drain("mail").hasCount(1);
    }
  }

  /** It may be the one of production. */
  @Test
  void aQueueThatHadJobsBeforeIsLeftAlone() throws SQLException {
    DataSource dataSource = DATABASE.dataSource();
    Awa awa = Awa.of(dataSource, "used");
    awa.migrate();
    awa.enqueue(JOB);
    AwaKit kit = AwaKit.on(dataSource, "used");
    assertThatThrownBy(kit::empty)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the queue in schema \"used\" is not emptied")
        .hasMessageContaining("Nothing was done");
    kit.assertThatQueue("mail").hasCount(1);
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COMMENT ON SEQUENCE \"used\".job_id_seq IS 'awa-test: tests may empty this queue'");
    }
    kit.empty();
    kit.assertThatQueue("mail").hasCount(0);
    assertThat(awa.queues().stats("mail").available()).isZero();
  }
}
