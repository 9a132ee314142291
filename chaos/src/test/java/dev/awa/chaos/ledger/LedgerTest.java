package dev.awa.chaos.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written down is read again, in order of time. */
final class LedgerTest {
  @TempDir private Path folder;

  @Test
  void whatSeveralProcessesHaveWrittenIsReadInOrder() {
    try (Ledger one = Ledger.open(folder, "one");
        Ledger other = Ledger.open(folder, "other")) {
      one.produced(What.ACKED, "j1", 7);
      other.ran(What.START, "j1", 7, 1, "-");
      other.fault(Fault.KILLED, "w");
      one.heard(What.COMPLETED, 7, 1);
    }
    List<Entry> entries = Ledger.read(folder);
    assertThat(entries)
        .extracting(Entry::what)
        .containsExactlyInAnyOrder(What.ACKED, What.START, What.FAULT, What.COMPLETED);
    assertThat(entries).isSortedAccordingTo((a, b) -> Long.compare(a.micros(), b.micros()));
    assertThat(entries).extracting(Entry::process).containsOnly("one", "other", "w");
  }

  @Test
  void aTornLineIsNotPassedOver() throws Exception {
    Files.writeString(folder.resolve("a.ledger"), "12 a start j1");
    assertThatThrownBy(() -> Ledger.read(folder)).hasMessageContaining("not an entry");
  }
}
