package dev.awa.cli.serve;

import dev.awa.admin.http.Admin;
import dev.awa.admin.page.DashboardServlet;
import dev.awa.admin.page.Instance;
import dev.awa.cli.terminal.CommandFailure;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** An HTTP/1.1 server with the dashboard and the admin API, each request on a virtual thread. */
public final class AdminServer implements AutoCloseable {
  private static final int HEADER_BYTES = 16 * 1024;
  private static final long IDLE_MILLIS = 30_000;

  /** What the largest body takes over a slow line. */
  private static final Duration BODY = Duration.ofMinutes(1);

  private final Server server;
  private final ServerConnector connector;

  private AdminServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * A dashboard with its API.
   *
   * @param path where it is: empty, or like {@code at/staging/}
   * @param instance what the dashboard calls it
   */
  public record Mounted(String path, Admin admin, Instance instance) {}

  /** Listens until it is closed, with one dashboard at the root. */
  public static AdminServer on(String host, int port, Admin admin, Instance instance) {
    return on(host, port, List.of(new Mounted("", admin, instance)));
  }

  /**
   * Listens until it is closed.
   *
   * @param port 0 for any free one
   * @throws CommandFailure when the address can't be listened on
   */
  public static AdminServer on(String host, int port, List<Mounted> dashboards) {
    Server server = new Server(new VirtualThreadPool());
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setErrorHandler(new RefusedRequest());
    ServletContextHandler context = new ServletContextHandler("/");
    for (Mounted one : dashboards) {
      DashboardServlet servlet = new DashboardServlet(one.admin(), one.instance());
      context.addServlet(new ServletHolder(servlet), "/" + one.path() + "*");
    }
    server.setHandler(new BodyTime(compressing(context), BODY));
    AdminServer started = new AdminServer(server, connector);
    started.start(host + ":" + port);
    return started;
  }

  /** Documents are text, and shrink to a tenth of their bytes. */
  private static Handler compressing(Handler handler) {
    CompressionHandler compressing = new CompressionHandler(handler);
    compressing.putCompression(new GzipCompression());
    compressing.putConfiguration(
        "/*",
        CompressionConfig.builder()
            .compressIncludeMimeType("application/json")
            .compressIncludeMimeType("application/problem+json")
            .compressIncludeMimeType("text/html")
            .compressIncludeMimeType("text/css")
            .compressIncludeMimeType("text/javascript")
            .compressIncludeMimeType("image/svg+xml")
            .decompressExcludePath("/*") // a small body could become a large one
            .build());
    return compressing;
  }

  private void start(String address) {
    try {
      server.start();
    } catch (Exception e) {
      close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new CommandFailure(
          "can't listen on "
              + address
              + ": "
              + cause.getMessage()
              + ". Name another --port or --host, or end the program that has this one");
    }
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Listens no more; requests at work are broken off. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new CommandFailure("the server could not be stopped: " + e.getMessage());
    }
  }
}
