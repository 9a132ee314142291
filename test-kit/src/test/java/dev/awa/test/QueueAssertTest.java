package dev.awa.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Encryption;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.JobType;
import dev.awa.RawJson;
import dev.awa.worker.HandlerConfig;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

@AwaTest
final class QueueAssertTest {
  record Other(int n) {}

  private final AwaKit kit;

  QueueAssertTest(AwaKit kit) {
    this.kit = kit;
  }

  @Test
  void jobsAreFoundByTheirArguments() {
    kit.awa().enqueue(Job.of(new SendReceipt("jo@example.org", 4200)).withQueue("mail"));
    kit.awa().enqueue(Job.of(new SendReceipt("al@example.org", 1)).withQueue("mail"));
    kit.assertThatQueue("mail")
        .hasJob(SendReceipt.class)
        .hasOneJob(SendReceipt.class, receipt -> receipt.cents() == 4200)
        .hasNoJob(SendReceipt.class, receipt -> receipt.cents() == 7)
        .hasNoJob(Other.class)
        .hasCount(2)
        .in(JobState.RUNNING, JobState.COMPLETED)
        .hasCount(0);
    kit.assertThatQueue("other").isEmpty();
  }

  @Test
  void aFailureListsWhatIsThere() {
    long id =
        kit.awa().enqueue(Job.of(new SendReceipt("jo@example.org", 4200)).withQueue("mail")).id();
    QueueAssert mail = kit.assertThatQueue("mail");
    String held =
        " It holds:\n  job "
            + id
            + " send_receipt available attempt 0 {\"email\":\"jo@example.org\",\"cents\":4200}";
    assertThatThrownBy(() -> mail.hasJob(SendReceipt.class, receipt -> receipt.cents() == 7))
        .isInstanceOf(AssertionError.class)
        .hasMessage("queue \"mail\" has no job SendReceipt that matches." + held);
    assertThatThrownBy(() -> mail.hasOneJob(Other.class))
        .isInstanceOf(AssertionError.class)
        .hasMessage("queue \"mail\" has 0 jobs Other that match, one was expected." + held);
    assertThatThrownBy(() -> mail.hasNoJob(SendReceipt.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("has 1 jobs SendReceipt that match, none was expected");
    assertThatThrownBy(() -> mail.hasCount(JobState.COMPLETED, 1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("has 0 jobs completed, 1 were expected");
    assertThatThrownBy(mail::isEmpty)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("has 1 jobs that have not finished");
    assertThatThrownBy(() -> kit.assertThatQueue("none").hasCount(1))
        .isInstanceOf(AssertionError.class)
        .hasMessage("queue \"none\" has 0 jobs, 1 were expected. It holds no job");
  }

  @Test
  void manyJobsAreListedInPart() {
    for (int i = 0; i < 25; i++) {
      kit.awa().enqueue(Job.of(new Other(i)).withQueue("mail"));
    }
    assertThatThrownBy(() -> kit.assertThatQueue("mail").hasCount(1))
        .isInstanceOf(AssertionError.class)
        .hasMessageEndingWith("\n  and 5 more: {available=25}");
  }

  @JobType(kind = "pay", aliases = "payment", version = 2, masked = "card")
  record Pay(String card, int cents) {}

  private static Encryption keys() {
    return Encryption.with("test", new SecretKeySpec(new byte[32], "AES"));
  }

  @Test
  void encryptedJobsOfAnOldKindAndVersionAreFoundAndRun() {
    kit.encryption(keys());
    kit.awa().enqueue(Job.of("payment", new RawJson("{\"card\":\"4111\"}")).withQueue("mail"));
    kit.awa().enqueue(Job.of(new Pay("4112", 5)).withQueue("mail"));
    kit.assertThatQueue("mail")
        .hasOneJob(Pay.class, pay -> pay.card().equals("4111"))
        .hasOneJob(Pay.class, pay -> pay.cents() == 5);
    List<Pay> paid = new ArrayList<>();
    HandlerConfig settings =
        HandlerConfig.defaults()
            .withUpcast(
                1,
                args -> {
                  args.put("cents", 7);
                  return args;
                });
    kit.task(Pay.class, (pay, context) -> paid.add(pay), settings);
    kit.drain("mail").allCompleted();
    assertThat(paid).containsExactly(new Pay("4111", 7), new Pay("4112", 5));
  }

  @Test
  void recordedJobsAreCheckedAsByAClientThatEncrypts() {
    Job<Pay> job = Job.of(new Pay("4111", 5)).withEncrypted();
    assertThatThrownBy(() -> new RecordedJobs().enqueue(job))
        .hasMessageContaining("encrypted: must not be asked of a client that has no key");
    RecordedJobs recorded = new RecordedJobs(keys());
    recorded.enqueue(job);
    assertThat(recorded.args(Pay.class)).containsExactly(new Pay("4111", 5));
  }
}
