package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages that are about more queues than they show or read. */
final class QueuesPageTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private void queues(int number) {
    site.awa()
        .enqueueAll(
            IntStream.range(0, number)
                .mapToObj(n -> Job.of("note", Map.of()).withQueue("q%04d".formatted(n)))
                .toList());
  }

  @Test
  void aPageSaysHowManyQueuesThereAre() {
    queues(101);
    assertThat(site.page("/queues"))
        .contains("The first 100 of 101 queues")
        .contains("queues?after=q0099");
    assertThat(site.page("/queues?after=q0099")).contains("The last 1 queue").contains("q0100");
  }

  @Test
  void whatIsNotReadIsNotCounted() {
    queues(1001);
    assertThat(site.page("/queues")).contains("The first 100 of 1,000+ queues");
    assertThat(site.page("/")).contains("of the first 1,000 queues by name");
    assertThat(site.page("/jobs?q=state%3Aavailable")).doesNotContain("<b>1,000</b>");
    assertThat(site.page("/jobs?q=queue%3Aq0007")).contains("<b>1</b>");
    assertThat(site.page("/queues?after=q0899"))
        .contains("A page of 100 queues")
        .contains("queues?after=q0999");
    assertThat(site.page("/queues?after=q0999")).contains("The last 1 queue");
  }
}
