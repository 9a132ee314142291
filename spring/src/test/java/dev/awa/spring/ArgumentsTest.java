package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Encryption;
import dev.awa.Job;
import dev.awa.JobType;
import dev.awa.RawJson;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a class says of its jobs, upcasts and keys hold in a Spring application. */
final class ArgumentsTest {
  @JobType(kind = "pay", aliases = "payment", version = 2)
  record Pay(String card, int cents) {}

  static class Till {
    final Queue<Pay> paid = new ConcurrentLinkedQueue<>();

    @AwaHandler
    public void pay(Pay pay) {
      paid.add(pay);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Shop {
    @Bean
    Till till() {
      return new Till();
    }

    @Bean
    Encryption keys() {
      return Encryption.with("test", new SecretKeySpec(new byte[32], "AES"));
    }

    @Bean
    HandlerCustomizer upcasts() {
      return (kind, settings) ->
          kind.equals("pay")
              ? settings.withUpcast(
                  1,
                  args -> {
                    args.put("cents", 7);
                    return args;
                  })
              : settings;
    }
  }

  @Test
  void encryptedJobsOfAnOldKindAndVersionAreHandled() {
    Applications.withJdbc()
        .withUserConfiguration(Shop.class)
        .run(context -> {
          Awa awa = context.getBean(Awa.class);
          Till till = context.getBean(Till.class);
          long id = awa.enqueue(Job.of("payment", new RawJson("{\"card\":\"4111\"}"))).id();
          assertThat(awa.jobs().find(id).orElseThrow().args())
              .isEqualTo("{\"key\":\"test\",\"data\":\"***\"}");
          awa.enqueue(Job.of(new Pay("4112", 5)));
          Eventually.holds(
              () -> "both are in " + till.paid,
              () ->
                  till.paid.contains(new Pay("4111", 7)) && till.paid.contains(new Pay("4112", 5)));
        });
  }
}
