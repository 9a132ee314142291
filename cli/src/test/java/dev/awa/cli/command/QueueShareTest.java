package dev.awa.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QueueShareTest {
  private static QueueShare read(String text) {
    return new QueueShare.Reader().convert(text);
  }

  @Test
  void theNumberFollowsTheLastColon() {
    assertThat(read("mail")).isEqualTo(new QueueShare("mail", 10));
    assertThat(read("mail:20")).isEqualTo(new QueueShare("mail", 20));
    assertThat(read("mail:x:20")).isEqualTo(new QueueShare("mail:x", 20));
  }

  @Test
  void aColonWithoutANumberIsNoQueue() {
    for (String wrong :
        new String[] {"mail:x", "mail:", "mail:0", "mail:1234567", "mail:-1", ":5"}) {
      assertThatThrownBy(() -> read(wrong))
          .as(wrong)
          .hasMessageContaining("how many may run at once, 1 to 999999, got " + wrong)
          .hasMessageEndingWith("really called so: " + wrong + ":10");
    }
  }
}
