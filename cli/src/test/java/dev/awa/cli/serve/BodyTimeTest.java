package dev.awa.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Eventually;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A body has its time, however often a byte of it comes. */
final class BodyTimeTest {
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  private final AtomicBoolean brokenOff = new AtomicBoolean();

  /** Reads the whole body. */
  private final class Reader extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
      try {
        int bytes = request.getInputStream().readAllBytes().length;
        response.getOutputStream().print("read " + bytes);
      } catch (IOException e) {
        brokenOff.set(true);
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
      }
    }
  }

  private Socket asking(Duration longest, int bytes) throws Exception {
    connector.setHost("localhost");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(new Reader()), "/*");
    server.setHandler(new BodyTime(context, longest));
    server.start();
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    send(
        socket,
        "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
            + bytes
            + "\r\n\r\n");
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void aBodyThatComesByteByByteIsBrokenOff() throws Exception {
    try (Socket socket = asking(Duration.ofMillis(200), 1_000_000)) {
      Eventually.holds("it is answered before its end", () -> isAnswered(socket));
      Eventually.holds("nobody reads it any more", brokenOff::get);
      assertThat(head(socket)).isIn("HTTP/1.1 400", "");
    }
  }

  /** Sends one byte more. Who sends after the answer finds the connection closed. */
  private static boolean isAnswered(Socket socket) throws IOException {
    try {
      send(socket, "x");
      return socket.getInputStream().available() > 0;
    } catch (SocketException e) {
      return true;
    }
  }

  /** Empty when a byte that came after the answer has made the network drop the answer. */
  private static String head(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    } catch (SocketException e) {
      return "";
    }
  }

  @Test
  void aBodyInPartsIsReadInItsTime() throws Exception {
    try (Socket socket = asking(Duration.ofMinutes(1), 10)) {
      for (int i = 0; i < 10; i++) {
        send(socket, "x");
      }
      byte[] answer = socket.getInputStream().readAllBytes();
      assertThat(new String(answer, StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200")
          .endsWith("read 10");
    }
  }
}
