package dev.awa.chaos.lab;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.io.FileUtils;

/**
 * A PostgreSQL that may be stopped, killed and started again. What a process has written survives
 * the end of the process whether the disk has it or not, so it does not wait for the disk; it does
 * wait until what is committed is written.
 */
public final class Postgres implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final String SETTINGS =
      " -c fsync=off -c full_page_writes=off -c synchronous_commit=on -c max_connections=200 -c"
          + " shared_buffers=64MB -c max_wal_size=512MB -c unix_socket_directories='' -c"
          + " max_prepared_transactions=5 -c logging_collector=off -c listen_addresses=127.0.0.1";

  private static Path binaries = Path.of("unknown");
  private static Path template = Path.of("unknown");

  private final Path data;
  private final int port;
  private final String settings;

  private Postgres(Path data, int port, String settings) {
    this.data = data;
    this.port = port;
    this.settings = settings;
  }

  /**
   * Starts a server with its files in a new folder below another; settings are added to its command
   * line.
   */
  public static Postgres start(Path parent, String name, String... settings) {
    try {
      prepare(parent);
      Path folder = parent.resolve(name);
      run("cp", "-a", template.toString(), folder.toString());
      Postgres server = new Postgres(folder, freePort(), String.join("", settings));
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start PostgreSQL", e);
    }
  }

  /** A second server with a copy of this one's files, which must be stopped; not yet started. */
  public Postgres copy(Path folder, String... moreSettings) throws IOException {
    run("cp", "-a", data.toString(), folder.toString());
    return new Postgres(folder, freePort(), String.join("", moreSettings));
  }

  /** Unpacks the binaries and makes files to copy from, once. */
  private static synchronized void prepare(Path parent) throws IOException {
    if (Files.isDirectory(template)) {
      return;
    }
    Path folder = Files.createDirectories(parent).resolve("template-" + pid());
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder().setDataDirectory(folder).setCleanDataDirectory(false).start()) {
      binaries =
          ProcessHandle.of(postmaster(folder))
              .flatMap(process -> process.info().command())
              .map(command -> Path.of(command).getParent())
              .orElseThrow(() -> new IOException("where PostgreSQL lies can't be seen"));
      postgres.getPort();
    }
    template = folder;
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> FileUtils.deleteQuietly(folder.toFile())));
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static long postmaster(Path data) throws IOException {
    return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  public Path data() {
    return data;
  }

  /** How a database of it is reached through a port, its own or a proxy's. */
  public static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres&sslmode=disable"
        .formatted(port, database);
  }

  /** A new database. */
  public String newDatabase() throws SQLException {
    String name = "chaos_" + DATABASES.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name);
    return name;
  }

  public void dropDatabase(String name) throws SQLException {
    execute("postgres", "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  public void execute(String database, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(port, database));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Starts it, and waits until it takes connections. */
  public void start() throws IOException {
    pgCtl("start", "-o", "-p " + port + SETTINGS + settings);
  }

  /** Stops it: {@code fast} breaks connections off, {@code immediate} is a crash. */
  public void stop(String mode) throws IOException {
    pgCtl("stop", "-m", mode);
  }

  /** Makes a standby a primary. */
  public void promote() throws IOException {
    pgCtl("promote");
  }

  /** Makes every process of it stand still. */
  public void freeze() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** Lets them go on. */
  public void thaw() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes().forEach(process -> command.add("" + process.pid()));
    new ProcessBuilder(command).start().waitFor(); // one may have ended meanwhile
  }

  /** All of them, the postmaster first. */
  private List<ProcessHandle> processes() throws IOException {
    ProcessHandle postmaster =
        ProcessHandle.of(postmaster(data)).orElseThrow(() -> new IOException("it does not run"));
    List<ProcessHandle> all = new ArrayList<>(List.of(postmaster));
    all.addAll(postmaster.descendants().toList());
    return all;
  }

  /** Kills the postmaster; its backends end by themselves when they notice. */
  public void kill() throws IOException {
    List<ProcessHandle> all = processes();
    all.getFirst().destroyForcibly();
    Wait.until(
        "every process of the server ended",
        PATIENCE,
        () -> all.stream().noneMatch(Postgres::isAtWork));
    Files.deleteIfExists(data.resolve("postmaster.pid")); // it may be a zombie, which looks alive
  }

  /** Whether a process is there, and not only its entry until somebody asks for its exit code. */
  private static boolean isAtWork(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  private void pgCtl(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U")); // the server refuses to run as root
    }
    command.addAll(
        List.of(binaries.resolve("pg_ctl").toString(), "-D", data.toString(), "-w", "-s"));
    command.addAll(List.of("-l", data.resolve("server.log").toString()));
    command.addAll(List.of(arguments));
    run(command.toArray(String[]::new));
  }

  private static void run(String... command) throws IOException {
    Path log = Files.createTempFile("awa-chaos", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ":\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.delete(log);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (Files.exists(data.resolve("postmaster.pid"))) {
        stop("immediate");
      }
    } finally {
      FileUtils.deleteQuietly(data.toFile());
    }
  }
}
