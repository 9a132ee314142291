package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept of an exception says what happened and where, whatever the exception does. */
final class ToldTest {
  @Test
  void theWholeChainIsKept() {
    Throwable root = new IOException("connection reset");
    Throwable chain = root;
    for (String message : new String[] {"no answer", "not charged", "order 17 failed"}) {
      chain = new IllegalStateException(message, chain);
    }
    chain.addSuppressed(new IOException("close"));
    assertThat(Told.of(chain))
        .startsWith(
            "java.lang.IllegalStateException: order 17 failed\n  at dev.awa.worker.ToldTest")
        .containsSubsequence(
            "suppressed java.io.IOException: close",
            "caused by java.lang.IllegalStateException: not charged",
            "caused by java.lang.IllegalStateException: no answer",
            "caused by java.io.IOException: connection reset");
  }

  @Test
  void aLongMessageLeavesRoomForItsCause() {
    String told =
        Told.of(new IllegalStateException("x".repeat(100_000), new IOException("the root")));
    assertThat(told).contains("caused by java.io.IOException: the root");
    assertThat(told.length()).isLessThanOrEqualTo(8192);
  }

  @Test
  void aChainWithoutEndEnds() {
    Throwable chain = new IOException("the root");
    for (int i = 0; i < 10_000; i++) {
      chain = new RuntimeException("" + i, chain);
    }
    assertThat(Told.of(chain))
        .contains("9999", "9960")
        .contains("\n(9951 more causes)\ncaused by java.io.IOException: the root\n")
        .hasSizeLessThanOrEqualTo(8192);
    RuntimeException one = new RuntimeException("one");
    one.initCause(new RuntimeException("other", one));
    assertThat(Told.of(one)).containsSubsequence("one", "caused by", "other");
  }

  /** As of a resource that could not be closed after the handler had failed. */
  @Test
  void theFirstSuppressedExceptionsAreNamed() {
    Throwable thrown = new IllegalStateException("order 17 failed");
    for (int i = 1; i <= 5; i++) {
      thrown.addSuppressed(new IOException("close " + i + "x".repeat(1000)));
    }
    assertThat(Told.of(thrown))
        .containsSubsequence(
            "\n  suppressed java.io.IOException: close 1x",
            "\n  suppressed java.io.IOException: close 3x",
            "\n  (2 more suppressed)")
        .hasSizeLessThan(2500);
  }

  @Test
  void framesOfTheApplicationAreKeptBeforeThoseOfTheJdk() {
    Throwable thrown = new NumberFormatException("x");
    StackTraceElement jdk = new StackTraceElement("java.util.Foo", "bar", "Foo.java", 1);
    StackTraceElement own = new StackTraceElement("shop.Orders", "charge", "Orders.java", 17);
    thrown.setStackTrace(
        IntStream.range(0, 40)
            .mapToObj(i -> i == 30 ? own : jdk)
            .toArray(StackTraceElement[]::new));
    assertThat(Told.of(thrown)).contains("shop.Orders.charge(Orders.java:17)", "(36 more frames)");
  }

  @Test
  void whatCannotDescribeItselfIsNamed() {
    RuntimeException hostile =
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new StackOverflowError();
          }
        };
    assertThat(Told.of(new IllegalStateException("outer", hostile)))
        .contains("outer", "caused by " + hostile.getClass().getName());
  }
}
