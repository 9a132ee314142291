package dev.awa.cli.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.List;
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

  private static String scraped(URI metrics) throws IOException {
    URLConnection connection = metrics.toURL().openConnection();
    connection.setReadTimeout(60_000);
    try (InputStream answer = connection.getInputStream()) {
      return new String(answer.readAllBytes(), UTF_8);
    }
  }
}
