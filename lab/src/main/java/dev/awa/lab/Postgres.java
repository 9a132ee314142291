package dev.awa.lab;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL of its own, which may be stopped, crashed, frozen, killed and started again. Its
 * files are deleted when it is closed or the JVM ends.
 */
public final class Postgres implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String REACHED =
      """
      listen_addresses = 'localhost'
      unix_socket_directories = ''
      """;
  private static final String EMBEDDED =
      """
      timezone = 'UTC'
      max_connections = 300
      """;

  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final Set<Postgres> OPEN = ConcurrentHashMap.newKeySet();
  private static final ReadWriteLock ENDING = new ReentrantReadWriteLock();
  private static boolean ended; // guarded by ENDING
  private static @Nullable Template template;

  private final Path binaries;
  private final Path data;
  private final int port;
  private Map<String, String> variables = Map.of();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Postgres::closeAll, "postgres-closer"));
  }

  private Postgres(Path binaries, Path data, int port) {
    this.binaries = binaries;
    this.data = data;
    this.port = port;
    OPEN.add(this);
  }

  /** What a server whose binaries are on the class path begins with. */
  private record Template(Path binaries, Path data) {
    /** Unpacks the binaries by starting a server: only its process shows where they lie. */
    static Template make() throws IOException {
      Path folder = Scratch.inMemory("lab-template-");
      try (EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setDataDirectory(folder)
              .setCleanDataDirectory(false)
              .start()) {
        Path binaries =
            ProcessHandle.of(postmaster(folder))
                .flatMap(process -> process.info().command())
                .map(command -> Path.of(command).getParent())
                .orElseThrow(() -> new IOException("where PostgreSQL lies can't be seen"));
        return new Template(binaries, folder);
      }
    }
  }

  private static synchronized Template template() throws IOException {
    if (template == null) {
      template = Template.make();
    }
    return template;
  }

  /**
   * Starts a server of the version on the class path.
   *
   * @param folder for its files; new or empty
   * @param settings lines as in {@code postgresql.conf}
   */
  public static Postgres start(Path folder, String settings) {
    try {
      Template template = template();
      copyFiles(template.data, folder);
      return start(template.binaries, folder, EMBEDDED + settings);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start PostgreSQL", e);
    }
  }

  /** The same of one that is installed, with its binaries in a folder, and with its defaults. */
  public static Postgres startInstalled(Path binaries, Path folder, String settings)
      throws IOException {
    Programs.runAsUser(
        binaries.resolve("initdb"),
        List.of("-D", folder.toString(), "-A", "trust", "-U", "postgres", "-N"));
    return start(binaries, folder, settings);
  }

  private static Postgres start(Path binaries, Path folder, String settings) throws IOException {
    Postgres server = new Postgres(binaries, folder, freePort());
    server.configure(REACHED + settings + "\nport = " + server.port);
    server.start();
    return server;
  }

  /** A second server with a copy of this one's files, which must be stopped; not yet started. */
  public Postgres copy(Path folder) throws IOException {
    copyFiles(data, folder);
    Postgres copy = new Postgres(binaries, folder, freePort());
    copy.configure("port = " + copy.port);
    return copy;
  }

  /** Copies files with their rights, on which the server insists. */
  public static void copyFiles(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(
            file,
            to.resolve(from.relativize(file)),
            StandardCopyOption.COPY_ATTRIBUTES,
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Adds lines to its settings, which hold from its next start on, and before earlier ones. */
  public void configure(String settings) throws IOException {
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        "\n" + settings + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** From its next start on its processes have more variables in their environment. */
  public void setVariables(Map<String, String> added) {
    variables = Map.copyOf(added);
  }

  // --- its databases ---

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** How a database of it is reached through a port, its own or a proxy's. */
  public static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres&sslmode=disable"
        .formatted(port, database);
  }

  /** One of its databases. */
  public PGSimpleDataSource database(String name) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setServerNames(new String[] {"localhost"});
    database.setPortNumbers(new int[] {port});
    database.setUser("postgres");
    database.setDatabaseName(name);
    return database;
  }

  /** A new database; answers its name, which no other server of this process knows. */
  public String newDatabase() throws SQLException {
    String name = "lab_" + DATABASES.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name);
    return name;
  }

  public void dropDatabase(String name) throws SQLException {
    execute("postgres", "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  public void execute(String database, String sql) throws SQLException {
    try (Connection connection = database(database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  // --- its processes ---

  /** Where its files lie. */
  public Path data() {
    return data;
  }

  /**
   * Starts it, and waits until it takes connections.
   *
   * @throws IllegalStateException when the JVM ends: nobody would stop it
   */
  public void start() throws IOException {
    ENDING.readLock().lock();
    try {
      if (ended) {
        throw new IllegalStateException("the JVM ends; no server is started any more");
      }
      pgCtl("start");
    } finally {
      ENDING.readLock().unlock();
    }
  }

  /** Whether it was started and has not ended in order; one that was killed counts as there. */
  public boolean isThere() {
    return Files.exists(data.resolve("postmaster.pid"));
  }

  /** Stops it: {@code fast} breaks connections off, {@code immediate} is a crash. */
  public void stop(String mode) throws IOException {
    pgCtl("stop", "-m", mode);
  }

  /** Stops the server and starts it again. */
  public void restart(String mode) throws IOException {
    stop(mode);
    start();
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

  /** Kills the postmaster; its backends end by themselves when they notice. */
  public void kill() throws IOException {
    List<ProcessHandle> all = processes();
    all.getFirst().destroyForcibly();
    Eventually.holds(
        "every process of the server ended",
        PATIENCE,
        () -> all.stream().noneMatch(Postgres::isAtWork));
    Files.deleteIfExists(data.resolve("postmaster.pid")); // it may be a zombie, which looks alive
  }

  /** All of them, the postmaster first. */
  private List<ProcessHandle> processes() throws IOException {
    ProcessHandle postmaster =
        ProcessHandle.of(postmaster()).orElseThrow(() -> new IOException("it does not run"));
    List<ProcessHandle> all = new ArrayList<>(List.of(postmaster));
    all.addAll(postmaster.descendants().toList());
    return all;
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

  /** The id of the process that all others of the server are children of. */
  public long postmaster() throws IOException {
    return postmaster(data);
  }

  private static long postmaster(Path data) throws IOException {
    return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
  }

  private void pgCtl(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-D", data.toString(), "-w", "-s"));
    if (arguments[0].equals("start")) {
      all.addAll(List.of("-l", data.resolve("server.log").toString()));
    }
    Programs.runAsUser(binaries.resolve("pg_ctl"), all, variables);
  }

  @Override
  public void close() throws IOException {
    if (!OPEN.remove(this)) {
      return;
    }
    try {
      if (isThere()) {
        stop("immediate");
      }
    } finally {
      FileUtils.deleteQuietly(data.toFile());
    }
  }

  /** Waits for those that start. */
  private static void closeAll() {
    ENDING.writeLock().lock();
    try {
      ended = true;
    } finally {
      ENDING.writeLock().unlock();
    }
    for (Postgres server : OPEN) {
      try {
        server.close();
      } catch (IOException e) {
        System.err.println("a server was not stopped: " + e.getMessage());
      }
    }
    deleteTemplate();
  }

  private static synchronized void deleteTemplate() {
    if (template != null) {
      FileUtils.deleteQuietly(template.data.toFile());
    }
  }
}
