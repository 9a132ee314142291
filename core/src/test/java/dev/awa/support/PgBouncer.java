package dev.awa.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.postgresql.ds.PGSimpleDataSource;

/** The PgBouncer of this machine before a database, if it has one. */
public final class PgBouncer implements AutoCloseable {
  private final Path executable;
  private final Path folder;
  private final int port;
  private final PGSimpleDataSource server;
  private Process process;

  /**
   * Starts one with few sessions.
   *
   * @param mode session, transaction or statement
   * @param settings more lines of its settings
   */
  public PgBouncer(Path executable, PGSimpleDataSource server, String mode, String settings)
      throws IOException {
    this.executable = executable;
    this.server = server;
    folder = ServerPrograms.newDataFolder();
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String ini =
        """
        [databases]
        * = host=127.0.0.1 port=%d user=%s
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = %s
        default_pool_size = %d
        max_client_conn = 200
        %s
        """
            .formatted(
                server.getPortNumbers()[0],
                server.getUser(),
                port,
                mode,
                mode.equals("session") ? 12 : 4,
                settings);
    Files.writeString(folder.resolve("pgbouncer.ini"), ini);
    process = started();
  }

  /**
   * Where it is installed; empty when it is not. {@code -Dawa.test.pgbouncer=...} names another.
   */
  public static Optional<Path> installed() {
    String named = System.getProperty("awa.test.pgbouncer");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")
        .map(place -> Path.of(place, "pgbouncer"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Whether it can follow prepared statements from session to session: from 1.21 on. */
  public static boolean knowsPrepared(Path executable) throws IOException {
    Process asked = new ProcessBuilder(executable.toString(), "--version").start();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher version = Pattern.compile("PgBouncer 1\\.(\\d+)").matcher(said);
    return version.find() && Integer.parseInt(version.group(1)) >= 21;
  }

  private Process started() throws IOException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U")); // it refuses to run as root
    }
    command.addAll(List.of(executable.toString(), folder.resolve("pgbouncer.ini").toString()));
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("pgbouncer.log").toFile())
            .start();
    Eventually.holds(() -> "PgBouncer listens: " + log(), this::listens);
    return started;
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("pgbouncer.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The database behind it; nothing is prepared in its sessions. */
  public PGSimpleDataSource database() {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setServerNames(new String[] {"127.0.0.1"});
    database.setPortNumbers(new int[] {port});
    database.setDatabaseName(server.getDatabaseName());
    database.setUser(server.getUser());
    database.setPrepareThreshold(0);
    return database;
  }

  /** Ends it as a crash does, with all its connections. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Starts it again in the same place. */
  public void startAgain() throws IOException {
    process = started();
  }

  @Override
  public void close() {
    kill();
    FileUtils.deleteQuietly(folder.toFile());
  }
}
