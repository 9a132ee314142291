package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a failure is, by its SQLSTATE. */
final class FailuresTest {
  private static SQLException failure(String state) {
    return new SQLException("whatever it says", state);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "21000", "22000", "22001", "22003", "22007", "22021", "22023", "22P02", "22P05", "23502",
        "23505", "23514", "44000", "54000", "54001"
      })
  void whatWouldBeRefusedAgainIsOfTheData(String state) {
    assertThat(Failures.isOfTheData(failure(state))).isTrue();
    assertThat(Failures.isOfTheServer(failure(state))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08000", "08006", "0A000", "25006", "25P02", "26000", "28000", "28P01", "3D000", "3F000",
        "40001", "40P01", "42501", "42703", "42883", "42P01", "53000", "53100", "53300", "53400",
        "54011", "54023", "55000", "55006", "55P03", "57014", "57P01", "57P02", "57P03", "AW002",
        "AW005"
      })
  void whatAnyRowsWouldMeetIsOfTheServer(String state) {
    assertThat(Failures.isOfTheData(failure(state))).isFalse();
    assertThat(Failures.isOfTheServer(failure(state))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "53200", "58000", "58030", "58P01", "XX000", "XX001", "XX002", "P0001", "P0004", "38000",
        "F0000", "HV000", "99999", "4", ""
      })
  void whatMayBeOfEitherIsOfNeither(String state) {
    assertThat(Failures.isOfTheData(failure(state))).isFalse();
    assertThat(Failures.isOfTheServer(failure(state))).isFalse();
  }

  @Test
  void whatHasNoStateIsOfNeitherAndItsOutcomeUnknown() {
    assertThat(new Throwable[] {new SQLException("no state"), new OutOfMemoryError("by hand")})
        .allSatisfy(failure -> {
          assertThat(Failures.isOfTheData(failure)).isFalse();
          assertThat(Failures.isOfTheServer(failure)).isFalse();
          assertThat(Failures.isOutcomeUnknown(failure)).isTrue();
        });
  }
}
