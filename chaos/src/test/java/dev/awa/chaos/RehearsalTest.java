package dev.awa.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.chaos.lab.Code;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.OwnServer;
import dev.awa.chaos.ledger.Verdict;
import dev.awa.chaos.upgrade.Rehearsal;
import dev.awa.lab.Postgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The course of bin/rehearse-upgrade, with this code as the old one too. */
final class RehearsalTest {
  private final Path folder = Path.of("target", "upgrade-" + ProcessHandle.current().pid());

  @Test
  void workersAreReplacedAndComeBackAndNothingIsLost() throws Exception {
    try (Postgres server = OwnServer.start(folder.resolve("server"));
        Lab lab = Lab.beforeMigration(server, folder.resolve("ledgers"))) {
      Verdict verdict =
          new Rehearsal(Code.own("old"), Code.own("new"), Rehearsal.Size.SHORT, System.out::println)
              .run(lab);
      assertThat(verdict.complaints()).isEmpty();
      assertThat(verdict.committed()).isGreaterThan(200);
    }
  }

  @Test
  void codeThatCannotMigrateIsNamedWithItsWords() {
    assertThatThrownBy(
            () -> Code.own("old").migrate("jdbc:postgresql://localhost:1/nowhere?user=nobody"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the old code could not migrate")
        .hasMessageContaining("localhost:1");
  }
}
