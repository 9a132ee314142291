package dev.awa.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrinterTest {
  @Test
  void textFromOutsideHoldsNothingThatATerminalObeys() {
    assertThat(Printer.plain("a\u001b[1mb\u009b1mc\u0007\u007f\n")).isEqualTo("a [1mb 1mc   ");
    assertThat(Printer.plain("a\u202eb\u2066c")).isEqualTo("a b c");
    assertThat(Printer.plain("größe, 名前, \u0645")).isEqualTo("größe, 名前, \u0645");
  }

  @Test
  void oneJobIsOne() {
    assertThat(Printer.jobs(1)).isEqualTo("1 job");
    assertThat(Printer.jobs(0)).isEqualTo("0 jobs");
    assertThat(Printer.jobs(2000)).isEqualTo("2,000 jobs");
  }
}
