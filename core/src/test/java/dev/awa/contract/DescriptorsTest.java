package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Described;
import dev.awa.Descriptor;
import dev.awa.Outcome;
import dev.awa.engine.Lead;
import dev.awa.lab.Eventually;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers say what their queues and kinds are; drift and what is no longer said are seen. */
@Tag("every-postgres")
final class DescriptorsTest extends WorkerCase {
  private static final Descriptor MAIL =
      Descriptor.empty()
          .withDisplayName("Mail")
          .withOwner("team post")
          .withText("Everything that goes to customers")
          .withLink("runbook", "https://wiki.example.org/mail")
          .withTags("customers", "slow");

  private void say(String worker, Descriptor queueSays, Descriptor kindSays) {
    try (Worker ignored =
        worker(config().withName(worker), (args, context) -> Outcome.complete())
            .describeQueue("q", queueSays)
            .describeKind(Greeting.class, kindSays)
            .start()) {
      Eventually.holds(
          "it has said so",
          () ->
              queue.awa().kinds().list().stream()
                  .anyMatch(one -> one.says().equals(kindSays) && one.saidBy().equals(worker)));
    }
  }

  private List<Described> ofQueue() {
    return queue.awa().queues().show("q").described();
  }

  @Test
  void whatAWorkerSaysIsReadAsItWasSaid() {
    say("one", MAIL, MAIL.withTags());
    assertThat(ofQueue()).hasSize(1);
    assertThat(ofQueue().getFirst().says()).isEqualTo(MAIL);
    assertThat(ofQueue().getFirst().saidBy()).isEqualTo("one");
    assertThat(ofQueue().getFirst().stale()).isFalse();
    assertThat(queue.awa().kinds().list()).extracting(Described::name).containsExactly("greeting");
  }

  @Test
  void twoThatSayDifferentThingsAreBothSeenTheNewestFirst() throws Exception {
    say("one", MAIL, MAIL);
    say("two", MAIL.withOwner("team post office"), MAIL);
    assertThat(ofQueue())
        .extracting(one -> one.says().owner())
        .containsExactly("team post office", "team post");
    queue.sql(
        "UPDATE awa.descriptors SET seen_at = seen_at - interval '25 hours' WHERE said_by = 'one'");
    assertThat(ofQueue()).extracting(Described::stale).containsExactly(false, true);
    assertThat(queue.awa().kinds().list()).as("both say this").hasSize(1);
  }

  @Test
  void whatIsNotSaidForThirtyDaysIsForgotten() throws Exception {
    say("one", MAIL, MAIL);
    queue.sql("UPDATE awa.descriptors SET seen_at = seen_at - interval '29 days'");
    purge();
    assertThat(ofQueue()).hasSize(1);
    queue.sql("UPDATE awa.descriptors SET seen_at = seen_at - interval '2 days'");
    purge();
    assertThat(ofQueue()).isEmpty();
  }

  private void purge() throws Exception {
    long worker = queue.worker();
    try (Connection connection = queue.connect()) {
      Lead lead =
          queue
              .engine()
              .leadership()
              .lead(connection, worker, Duration.ofHours(1))
              .mine()
              .orElseThrow();
      queue.engine().history().purge(connection, lead, 10);
      queue.engine().leadership().resign(connection, worker);
    }
  }

  @Test
  void whatNobodyCanReadOrFollowIsRefused() {
    assertThatThrownBy(() -> MAIL.withOwner(""))
        .hasMessageStartingWith("descriptor: owner must be 1 to 200 characters");
    assertThatThrownBy(() -> MAIL.withText("x".repeat(1001)))
        .hasMessageStartingWith("descriptor: text must be 1 to 1000 characters");
    assertThatThrownBy(() -> MAIL.withOwner("a\0b")).isInstanceOf(IllegalArgumentException.class);
    for (String url : List.of("javascript:alert(1)", "wiki", "data:text/html,x", "http:// x")) {
      assertThatThrownBy(() -> MAIL.withLink("runbook", url))
          .hasMessage("descriptor: a link must be an http or https address, got " + url);
    }
    assertThatThrownBy(() -> MAIL.withTags(new String[21])).isInstanceOf(RuntimeException.class);
  }
}
