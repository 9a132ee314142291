package dev.awa.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class MetricsAddressTest {
  private final MetricsAddress.Reader reader = new MetricsAddress.Reader();

  @ParameterizedTest
  @CsvSource({
    ":9464,'',9464",
    "9464,'',9464",
    "127.0.0.1:9464,127.0.0.1,9464",
    "localhost:0,localhost,0",
    "[::1]:65535,[::1],65535"
  })
  void anAddressIsAPortWithOrWithoutAHost(String text, String host, int port) {
    assertThat(reader.convert(text)).isEqualTo(new MetricsAddress(host, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "localhost", ":65536", ":x", "http://a:1", "a b:1", "::1:1"})
  void allElseIsRefused(String text) {
    assertThatThrownBy(() -> reader.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("must be :PORT or HOST:PORT")
        .hasMessageEndingWith("got " + text);
  }
}
