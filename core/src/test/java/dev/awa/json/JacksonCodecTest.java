package dev.awa.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.InvalidJobException;
import dev.awa.RawJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments come back as they went in, or not at all. */
final class JacksonCodecTest {
  private static final String DIGITS = "123456789012345678901234567890";

  private final JacksonCodec codec = JacksonCodec.standard();

  record Reminder(Instant at, Duration before, LocalDate day, List<String> to) {}

  record Exact(Object any, BigInteger whole, BigDecimal decimal) {}

  record Ratio(double value) {}

  record Pair(int a, int b) {}

  record Share(int parts) {
    @Override
    public int parts() {
      return 100 / parts;
    }
  }

  @Test
  void timesAreIsoText() {
    Reminder reminder =
        new Reminder(Instant.EPOCH, Duration.ofSeconds(90), LocalDate.EPOCH, List.of("a"));
    String json = codec.write(reminder);
    assertThat(json).contains("\"1970-01-01T00:00:00Z\"", "\"PT1M30S\"", "\"1970-01-01\"");
    assertThat(codec.read(json, Reminder.class)).isEqualTo(reminder);
  }

  @Test
  void numbersKeepTheirDigits() {
    Exact exact = new Exact(new BigInteger(DIGITS), new BigInteger(DIGITS), decimal());
    assertThat(codec.read(codec.write(exact), Exact.class)).isEqualTo(exact);
    Exact decimal = new Exact(decimal(), BigInteger.ONE, decimal());
    assertThat(codec.read(codec.write(decimal), Exact.class)).isEqualTo(decimal);
  }

  private static BigDecimal decimal() {
    return new BigDecimal("0." + DIGITS);
  }

  @Test
  void largeNumbersOfAnyTypeAreRead() {
    assertThat(codec.read("{\"n\": 1e400}", Map.class))
        .isEqualTo(Map.of("n", new BigDecimal("1E+400")));
    assertThat(codec.read("9".repeat(5000), BigInteger.class))
        .isEqualTo(new BigInteger("9".repeat(5000)));
  }

  @Test
  void aNumberTooLargeForFloatingPointIsAnErrorAndNotInfinite() {
    assertThatThrownBy(() -> codec.read("{\"value\": 1e400}", Ratio.class))
        .hasMessageContaining("too large for a double: 1e400");
    assertThatThrownBy(() -> codec.read("[1, 1e39]", float[].class))
        .hasMessageContaining("too large for a float: 1e39");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNotFiniteIsNoText(double value) {
    assertThat(codec.write(new Ratio(value))).isEqualTo("{\"value\":" + value + "}");
  }

  @Test
  void anOlderWorkerReadsNewerJobs() {
    assertThat(codec.read("{\"a\": 1, \"b\": 2, \"c\": {\"d\": []}}", Pair.class))
        .isEqualTo(new Pair(1, 2));
  }

  @Test
  void ofEqualKeysTheLastWins() {
    assertThat(codec.read("{\"a\": 1, \"b\": 2, \"a\": 3, \"b\": 4}", Pair.class))
        .isEqualTo(new Pair(3, 4));
  }

  @Test
  void rawJsonIsTheTextItself() {
    String text = " {\"b\": 1, \"a\": 1.50} ";
    assertThat(codec.read(text, RawJson.class)).isEqualTo(new RawJson(text));
  }

  @Test
  void whatNestsTooDeepOrHoldsItselfIsRefused() {
    Object[] itself = new Object[1];
    itself[0] = itself;
    assertThatThrownBy(() -> codec.write(itself))
        .isInstanceOfSatisfying(
            InvalidJobException.class,
            e -> assertThat(e.rule()).isEqualTo("must nest at most 500 levels deep"));
  }

  @Test
  void whatCannotBeWrittenIsRefusedWithItsCause() {
    assertThatThrownBy(() -> codec.write(new Share(0)))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage("args: must be writable as JSON: / by zero, got " + Share.class.getTypeName())
        .hasRootCauseMessage("/ by zero");
  }
}
