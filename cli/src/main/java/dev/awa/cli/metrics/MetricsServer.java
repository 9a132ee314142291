package dev.awa.cli.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.awa.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers Prometheus and probes. What is answered lies in memory: nobody waits for the database.
 * Four requests are answered at once, on daemon threads; others wait for them. Who sends a request
 * or takes its answer for longer than 5 s is cut off, so nobody keeps the four for himself.
 */
public final class MetricsServer implements AutoCloseable {
  /** Where the metrics are. */
  public static final String PATH = "/metrics";

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String WORDS = "text/plain; charset=utf-8";
  private static final int THREADS = 4;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;

  static {
    limit("sun.net.httpserver.maxReqTime");
    limit("sun.net.httpserver.maxRspTime");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final MetricsAddress address;

  /** What is answered to a request. */
  public record Answer(int status, String type, String text) {
    /** Metrics as Prometheus reads them. */
    static Answer metrics(String text) {
      return new Answer(OK, TEXT, text);
    }
  }

  private MetricsServer(
      HttpServer server, MetricsAddress address, Map<String, Supplier<Answer>> answers) {
    this.server = server;
    this.address = address;
    threads =
        Executors.newFixedThreadPool(
            THREADS, task -> Thread.ofPlatform().daemon().name("awa scrape").unstarted(task));
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, answers));
    server.start();
  }

  /** In seconds. The JDK's server has no limit of its own, and takes one in no other way. */
  private static void limit(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, "5");
    }
  }

  /**
   * Listens until it is closed, and answers with metrics.
   *
   * @param scrape what is answered; called for each scrape
   * @throws CommandFailure when the address can't be listened on
   */
  public static MetricsServer on(MetricsAddress address, Supplier<String> scrape) {
    return on("--metrics", address, Map.of(PATH, () -> Answer.metrics(scrape.get())));
  }

  /**
   * Listens until it is closed.
   *
   * @param option that names the address
   * @param answers what is answered, by path; called for each request
   * @throws CommandFailure when the address can't be listened on
   */
  static MetricsServer on(
      String option, MetricsAddress address, Map<String, Supplier<Answer>> answers) {
    try {
      return new MetricsServer(HttpServer.create(address.socket(), 0), address, answers);
    } catch (IOException | RuntimeException e) {
      throw new CommandFailure(
          option
              + ": can't listen on "
              + address
              + ": "
              + words(e, address)
              + ". No worker was started. Name another address, or end the program that has this"
              + " one");
    }
  }

  private static String words(Exception failure, MetricsAddress address) {
    return address.socket().isUnresolved() ? "unknown host" : String.valueOf(failure.getMessage());
  }

  /** Where it listens, as people write it. */
  public String url() {
    return url(PATH);
  }

  /** The same of another path. */
  String url(String path) {
    String host = address.host().isEmpty() ? "0.0.0.0" : address.host();
    return "http://" + host + ":" + server.getAddress().getPort() + path;
  }

  private static void answer(HttpExchange exchange, Map<String, Supplier<Answer>> answers)
      throws IOException {
    try (exchange) {
      boolean reads = exchange.getRequestMethod().matches("GET|HEAD");
      Supplier<Answer> asked = answers.get(exchange.getRequestURI().getPath());
      if (asked == null) {
        String known = String.join(", ", new TreeSet<>(answers.keySet()));
        send(exchange, new Answer(NOT_FOUND, WORDS, "not found; there is " + known + "\n"));
      } else if (!reads) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, new Answer(NOT_ALLOWED, WORDS, "only GET and HEAD\n"));
      } else {
        send(exchange, asked.get());
      }
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(answer.status(), -1);
    } else {
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Listens no more; does not wait for scrapes that are being answered. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
