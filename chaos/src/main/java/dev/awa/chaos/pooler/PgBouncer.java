package dev.awa.chaos.pooler;

import dev.awa.chaos.lab.Wait;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The PgBouncer of this machine, in transaction mode, if it has one. */
public final class PgBouncer implements Closeable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final int port;
  private final List<String> command = new ArrayList<>();
  private final Path log;
  private Process process;

  /**
   * Starts one.
   *
   * @param size how many sessions of a database it shares
   * @param folder for its settings and its log
   */
  public PgBouncer(Path executable, int serverPort, int size, Path folder) throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path settings = folder.resolve("pgbouncer.ini");
    Files.writeString(settings, settings(serverPort, size));
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U")); // it refuses to run as root
    }
    command.addAll(List.of(executable.toString(), settings.toString()));
    log = folder.resolve("pgbouncer.log");
    process = start();
  }

  private Process start() throws IOException {
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Wait.until("PgBouncer listens", PATIENCE, this::listens);
    return started;
  }

  /** SIGKILL: nobody is told, neither its clients nor the server. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Starts it again after that. */
  public void startAgain() throws IOException {
    process = start();
  }

  private String settings(int serverPort, int size) {
    return """
    [databases]
    * = host=127.0.0.1 port=%d user=postgres
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = %d
    unix_socket_dir =
    auth_type = any
    pool_mode = transaction
    default_pool_size = %d
    max_client_conn = 500
    ignore_startup_parameters = extra_float_digits
    """
        .formatted(serverPort, port, size);
  }

  private boolean listens() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    }
  }

  /** Where it lies, if it is on the {@code PATH}. */
  public static Optional<Path> executable() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
        .map(folder -> Path.of(folder, "pgbouncer"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
