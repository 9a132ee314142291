package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.awa.InvalidJobException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What JSON text is good, and by which rule the rest is refused. */
final class JsonTextTest {
  private static final int ENOUGH = 1 << 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "-0",
        "1E5",
        "0.5e-3",
        " \t\r\n[ ] ",
        "null",
        "\"\"",
        "{}",
        "{\"a\": [1, {\"b\": \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\"}]}",
        "{\"same\": 1, \"same\": 2}",
        "\"\\\\u0000 and \\\\ud800 are only text\"",
        "\"\\ud83d\\ude00\"",
        "\"\uD83D\uDE00 \u007f \u0085 \uFFFF\"",
        "123456789012345678901234567890.123456789012345678901234567890"
      })
  void goodTextPasses(String text) {
    assertThatCode(() -> JsonText.check("args", text, ENOUGH)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}{}",
        "1 2",
        "]",
        "[}",
        "[1,]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{a: 1}",
        "{\"a\": 1,}",
        "'a'",
        "\"a",
        "\"\t\"",
        "\"\\x\"",
        "\"\\u00g0\"",
        "01",
        "-01",
        "+1",
        "1.",
        ".5",
        "1e",
        "-",
        "0x1",
        "tru",
        "truex",
        "true\"a\"",
        "1a",
        "/* one */ 1",
        "# one\n1",
        "\uFEFF{}",
        "\u00a01"
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThat(refusal(text).rule()).isEqualTo("must be valid JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "[Infinity]", "{\"a\": -Infinity}", "-INF", "+INF"})
  void whatIsNoFiniteNumberIsRefused(String text) {
    assertThat(refusal(text).rule()).isEqualTo("must hold only finite numbers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\\u0000\"", "{\"\\u0000\": 1}", "\"\0\"", "[\"\\\\\\u0000\"]", "\0"})
  void nulCharactersAreRefused(String text) {
    assertThat(refusal(text).rule()).isEqualTo("must not contain NUL characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\uD83D \\uDE00\"",
        "\"\\ud83d\\n\\ude00\"",
        "{\"\\ude00\": 1}",
        "\"\\ud83d\\ud83d\\ude00\"",
        "\"\\ud83d\uD83D\uDE00\""
      })
  void escapedLoneSurrogatesAreRefused(String text) {
    assertThat(refusal(text).rule()).isEqualTo("must not contain lone surrogates");
  }

  @Test
  void loneSurrogatesAreRefused() {
    char high = '\uD83D';
    char low = '\uDE00';
    for (String text : new String[] {"" + high, "" + low, "" + low + high, high + "\\ude00"}) {
      assertThat(refusal('"' + text + '"').rule()).isEqualTo("must not contain lone surrogates");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e131071",
        "-9.99E131071",
        "0.001e131074",
        "12345e131067",
        "1e-16383",
        "1.5e-16382",
        "0e1000000",
        "0.0e-16382"
      })
  void numbersAtTheEdgeOfNumericPass(String number) {
    assertThatCode(() -> JsonText.check("args", number, ENOUGH)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e131072",
        "0.001e131075",
        "12345e131068",
        "[1, 1e131073]",
        "1e-16384",
        "1.5e-16383",
        "0e-16384",
        "1e99999999999999999999",
        "1e-99999999999999999999"
      })
  void numbersBeyondNumericAreRefused(String number) {
    assertThat(refusal(number).rule()).isEqualTo(NumericRange.RULE);
  }

  @Test
  void longNumbersAreHeldToTheSameRange() {
    JsonText.check("args", "1".repeat(131_072), ENOUGH);
    JsonText.check("args", "1".repeat(131_072) + "." + "1".repeat(16_383), ENOUGH);
    assertThat(refusal("1".repeat(131_073)).rule()).isEqualTo(NumericRange.RULE);
    assertThat(refusal("0." + "1".repeat(16_384)).rule()).isEqualTo(NumericRange.RULE);
  }

  @Test
  void fiveHundredLevelsAreTheMost() {
    JsonText.check("args", "[".repeat(500) + "]".repeat(500), ENOUGH);
    assertThat(refusal("[".repeat(501) + "]".repeat(501)).rule())
        .isEqualTo("must nest at most 500 levels deep");
    assertThat(refusal("{\"a\":".repeat(100_000)).rule())
        .isEqualTo("must nest at most 500 levels deep");
  }

  @Test
  void theLimitCountsBytesAndNotCharacters() {
    JsonText.check("args", "\"äää\"", 8);
    JsonText.check("args", "\"\uD83D\uDE00\"", 6);
    assertThatThrownBy(() -> JsonText.check("args", "\"ääää\"", 8))
        .hasMessage("args: must be at most 8 bytes of JSON, got 10 bytes");
  }

  @Test
  void aRefusalShowsThePlaceOfTheFault() {
    assertThat(refusal("[" + "1,".repeat(10_000) + "oops]"))
        .hasMessageContaining("character 20001")
        .hasMessageContaining("oops");
  }

  @Test
  void namesWithEqualHashesAreOnlyNames() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < 1 << 12; i++) {
      for (int bit = 0; bit < 12; bit++) {
        text.append(bit == 0 ? "\"" : "").append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      text.append("\":1,");
    }
    String json = text.append("\"a\":1}").toString();
    assertThatCode(() -> JsonText.check("args", json, ENOUGH)).doesNotThrowAnyException();
  }

  private static InvalidJobException refusal(String text) {
    InvalidJobException refusal =
        catchThrowableOfType(InvalidJobException.class, () -> JsonText.check("args", text, ENOUGH));
    assertThat(refusal).as(text).isNotNull();
    assertThat(refusal.field()).isEqualTo("args");
    return refusal;
  }
}
