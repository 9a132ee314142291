package dev.awa.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.cli.Cli;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DemoTest {
  @Test
  void itSaysWhenItEnds() {
    DemoCommand demo = new DemoCommand();
    assertThat(demo.heading()).contains("goes on until Ctrl-C");
    demo.exit = true;
    assertThat(demo.heading()).contains("ends when all jobs have ended");
  }

  @Test
  void theDemoLosesNothingAndSaysSo() {
    Cli demo = Cli.run("demo", "--jobs", "1000", "--exit", "--json");
    assertThat(demo.status()).as(demo.err()).isZero();
    JsonNode result = demo.json();
    assertThat(result.get("enqueued").asLong()).isEqualTo(990);
    assertThat(result.get("duplicates").asLong()).isEqualTo(10);
    assertThat(result.get("completed").asLong()).isEqualTo(970);
    assertThat(result.get("retried").asLong()).isEqualTo(40);
    assertThat(result.get("failed").asLong()).isEqualTo(10);
    assertThat(result.get("cancelled").asLong()).isEqualTo(10);
    assertThat(result.get("lost").asLong()).isZero();
    assertThat(result.get("ran_twice").asLong()).isZero();
    assertThat(result.get("dead_tuples").values()).allMatch(n -> n.asLong() == 0);
  }
}
