package dev.awa.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Encryption;
import dev.awa.Handler;
import dev.awa.Job;
import dev.awa.JobType;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.HandlerConfig;
import dev.awa.worker.Worker;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What docs/arguments.md shows. */
final class ArgumentsExampleTest {
  private final DataSource dataSource = TestQueue.create().dataSource();

  private static final class Versions {
    @JobType(kind = "send_receipt", aliases = "receipt", version = 2)
    record SendReceipt(String email, BigDecimal amount) {}

    static Worker.Builder worker(DataSource dataSource, Mailer mailer) {
      return Worker.of(dataSource)
          .queue("default")
          .task(
              SendReceipt.class,
              (receipt, context) -> mailer.send(receipt),
              HandlerConfig.defaults()
                  .withUpcast(
                      1,
                      args -> {
                        String cents = args.remove("cents").toString();
                        args.put("amount", new BigDecimal(cents).movePointLeft(2));
                        return args;
                      }));
    }

    /** Takes what is sent. */
    interface Mailer {
      void send(SendReceipt receipt);
    }
  }

  @Test
  void anOldJobUnderAnOldNameIsHandled() throws Exception {
    List<Versions.SendReceipt> sent = new CopyOnWriteArrayList<>();
    Awa awa = Awa.of(dataSource);
    awa.enqueue(Job.of("receipt", new RawJson("{\"email\": \"jo@example.org\", \"cents\": 4200}")));
    try (Worker worker = Versions.worker(dataSource, sent::add).start()) {
      Eventually.holds(() -> "sent " + sent + " by " + worker.running(), () -> sent.size() == 1);
    }
    assertThat(sent)
        .containsExactly(new Versions.SendReceipt("jo@example.org", new BigDecimal("42.00")));
  }

  @Test
  void encryptedArgumentsAreReadWithAnOldKeyToo() throws Exception {
    String secret = Base64.getEncoder().encodeToString(new byte[32]);
    byte[] other = new byte[32];
    Arrays.fill(other, (byte) 7);
    SecretKey lastYears = new SecretKeySpec(other, "AES");
    Awa.of(dataSource)
        .encrypting(Encryption.with("2025-11", lastYears))
        .enqueue(Job.of("print", new RawJson("\"old\"")));

    SecretKey key = new SecretKeySpec(Base64.getDecoder().decode(secret), "AES"); // 32 bytes
    Encryption keys = Encryption.with("2026-11", key).withOldKey("2025-11", lastYears);
    Awa awa = Awa.of(dataSource).encrypting(keys);
    Worker.Builder builder = Worker.of(dataSource).encryption(keys);

    awa.enqueue(Job.of("print", new RawJson("\"new\"")));
    List<String> read = new CopyOnWriteArrayList<>();
    Handler<RawJson> handler =
        (args, context) -> {
          read.add(args.text());
          return Outcome.complete();
        };
    builder
        .queue("default")
        .handler("print", RawJson.class, handler, Backoff.fixed(Duration.ofSeconds(1)));
    try (Worker worker = builder.start()) {
      Eventually.holds(() -> "read " + read + " by " + worker.running(), () -> read.size() == 2);
    }
    assertThat(read).containsExactlyInAnyOrder("\"old\"", "\"new\"");
  }
}
