package dev.awa.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client reads of the parameter that it has sent, not of a field of Java. */
final class ApiWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "runAt: must be later, got x | run_at: must be later, got x",
        "byEnd: needs a state | by_end: needs a state",
        "masked[0]: must begin | masked[0]: must begin",
        "orderingKey.x: must be | ordering_key.x: must be",
        "there is no runAt: it says so | there is no runAt: it says so",
        "by: must be 1s to 1d, got PT0S | by: must be 1s to 1d, got 0s",
        "since: must be less, got PT48H | since: must be less, got 2d",
        "x: must be less, got PT2562047788015215H | x: must be less, got 2562047788015215h",
        "x: must be less, got PT48Hx | x: must be less, got PT48Hx",
        "could not pause a queue: until: is over, got 1 (SQLSTATE AW001) | until: is over, got 1",
        "could not pause a queue: gone (SQLSTATE 08006) | could not pause a queue: gone (SQLSTATE"
            + " 08006)",
      })
  void itIsToldInTheWordsOfTheApi(String said, String told) {
    assertThat(ApiWords.of(said)).isEqualTo(told);
  }
}
