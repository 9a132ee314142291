package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.admin.Documents;
import org.junit.jupiter.api.Test;

/** What became of a job, as its API tells it. */
final class VerdictTest {
  private static Verdict verdict(String json) {
    return Verdict.of(Documents.JSON.readTree(json));
  }

  @Test
  void itSaysWhyAndWhatWarns() {
    assertThat(verdict("{\"id\":1,\"verdict\":\"error\",\"why\":\"the lock is kept\"}"))
        .isEqualTo(new Verdict("error", "The lock is kept.", null));
    assertThat(
            verdict(
                "{\"id\":1,\"verdict\":\"retried\",\"why\":null,\"holder\":null,"
                    + "\"warning\":\"no living worker handles it\"}"))
        .isEqualTo(new Verdict("retried", "No living worker handles it.", null));
    assertThat(verdict("{\"id\":1,\"verdict\":\"duplicate\",\"holder\":7}"))
        .isEqualTo(new Verdict("duplicate", "", "7"));
  }
}
