package dev.awa.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/** A PgBouncer before a database. Where one lies is found by {@link Programs#find}. */
public final class PgBouncer implements AutoCloseable {
  private final List<String> command;
  private final Path log;
  private final int port;
  private final PGSimpleDataSource server;
  private Process process;

  /**
   * Starts one with few sessions.
   *
   * @param folder for its settings and its log
   * @param mode session, transaction or statement
   * @param settings more lines of its settings
   */
  public PgBouncer(
      Path executable, Path folder, PGSimpleDataSource server, String mode, String settings)
      throws IOException {
    this.server = server;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path ini = folder.resolve("pgbouncer.ini");
    int size = mode.equals("session") ? 12 : 4;
    Files.writeString(
        ini,
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
        max_client_conn = 500
        %s
        """
            .formatted(server.getPortNumbers()[0], server.getUser(), port, mode, size, settings));
    command = Programs.asUser(executable, List.of(ini.toString()));
    log = folder.resolve("pgbouncer.log");
    process = started();
  }

  private Process started() throws IOException {
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      Eventually.holds("PgBouncer listens", this::listens);
    } catch (IllegalStateException e) {
      throw new IOException(Files.readString(log), e);
    }
    return started;
  }

  private boolean listens() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    }
  }

  /** Whether one can follow prepared statements from session to session: from 1.21 on. */
  public static boolean knowsPrepared(Path executable) throws IOException {
    Process asked = new ProcessBuilder(executable.toString(), "--version").start();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher version = Pattern.compile("PgBouncer 1\\.(\\d+)").matcher(said);
    return version.find() && Integer.parseInt(version.group(1)) >= 21;
  }

  /** Where it listens. */
  public int port() {
    return port;
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

  /** Ends it as a crash does, with all its connections: nobody is told. */
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
  }
}
