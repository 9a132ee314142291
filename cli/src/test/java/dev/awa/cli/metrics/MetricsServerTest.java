package dev.awa.cli.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class MetricsServerTest {
  @Test
  void requestsThatNeverEndKeepNobodyFromScraping() throws Exception {
    try (MetricsServer server =
        MetricsServer.on(new MetricsAddress("localhost", 0), () -> "awa_up 1\n")) {
      URI metrics = URI.create(server.url());
      List<Socket> halves = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Socket half = new Socket(metrics.getHost(), metrics.getPort());
        half.getOutputStream().write("GET /met".getBytes(UTF_8));
        halves.add(half);
      }
      assertThat(scraped(metrics)).isEqualTo("awa_up 1\n");
      for (Socket half : halves) {
        half.close();
      }
    }
  }

  @Test
  void answersThatNobodyTakesKeepNobodyFromScraping() throws Exception {
    String more = "x".repeat(32 << 20); // than the buffers of a connection hold
    AtomicInteger scrapes = new AtomicInteger();
    try (MetricsServer server =
        MetricsServer.on(
            new MetricsAddress("localhost", 0),
            () -> scrapes.incrementAndGet() > 4 ? "awa_up 1\n" : more)) {
      URI metrics = URI.create(server.url());
      List<Socket> deaf = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Socket one = new Socket(metrics.getHost(), metrics.getPort());
        one.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(UTF_8));
        deaf.add(one);
      }
      Eventually.holds("all four are answered", () -> scrapes.get() == 4);
      assertThat(scraped(metrics)).isEqualTo("awa_up 1\n");
      for (Socket one : deaf) {
        one.close();
      }
    }
  }

  private static String scraped(URI metrics) throws IOException {
    URLConnection connection = metrics.toURL().openConnection();
    connection.setReadTimeout(60_000);
    try (InputStream answer = connection.getInputStream()) {
      return new String(answer.readAllBytes(), UTF_8);
    }
  }
}
