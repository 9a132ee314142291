package dev.awa.support;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL as Debian and PGDG package it, with LLVM, and with their defaults but for what a test
 * need not wait for. The binaries that the build fetches are without LLVM.
 */
public final class StockServer implements AutoCloseable {
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
  private static final int FIRST_THAT_COUNTS = 15; // pg_stat_statements says what was compiled

  private final Path binaries;
  private final Path data;
  private final int port;

  private StockServer(Path binaries, Path data, int port) {
    this.binaries = binaries;
    this.data = data;
    this.port = port;
  }

  /** Where the newest one is installed that has LLVM; empty when none is. */
  public static Optional<Path> installed() throws IOException {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(INSTALLED, "[0-9]*")) {
      for (Path version : versions) {
        if (versionOf(version) >= FIRST_THAT_COUNTS
            && Files.exists(version.resolve("bin/initdb"))
            && Files.exists(version.resolve("lib/llvmjit.so"))
            && Files.exists(version.resolve("lib/pg_stat_statements.so"))) {
          found.add(version);
        }
      }
    }
    return found.stream().max(Comparator.comparingInt(StockServer::versionOf));
  }

  private static int versionOf(Path version) {
    return Integer.parseInt(version.getFileName().toString());
  }

  /** Starts one that counts what its statements do, those within functions too. */
  public static StockServer start(Path installed) throws IOException, InterruptedException {
    Path data = ServerPrograms.newDataFolder();
    StockServer server = new StockServer(installed.resolve("bin"), data, freePort());
    server.run("initdb", "-D", data.toString(), "-A", "trust", "-U", "postgres", "-N");
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        """
        port = %d
        listen_addresses = 'localhost'
        unix_socket_directories = ''
        fsync = off
        shared_preload_libraries = 'pg_stat_statements'
        pg_stat_statements.track = 'all'
        """
            .formatted(server.port));
    String log = data.resolve("server.log").toString();
    server.run("pg_ctl", "-D", data.toString(), "-l", log, "-w", "-s", "start");
    return server;
  }

  /** What {@code pg_dump} writes of a database, with such options. */
  public Path dump(String database, String... options) throws IOException, InterruptedException {
    Path dump = Files.createTempFile(data, database, ".sql");
    List<String> arguments = new ArrayList<>(connecting(database));
    arguments.addAll(List.of("-f", dump.toString()));
    arguments.addAll(List.of(options));
    ServerPrograms.runAsUser(binaries.resolve("pg_dump"), arguments);
    return dump;
  }

  /** Has {@code psql} run a dump; the first error ends it. */
  public void restore(String database, Path dump) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(connecting(database));
    arguments.addAll(List.of("-q", "-v", "ON_ERROR_STOP=1", "-f", dump.toString()));
    ServerPrograms.runAsUser(binaries.resolve("psql"), arguments);
  }

  private List<String> connecting(String database) {
    return List.of("-h", "localhost", "-p", String.valueOf(port), "-U", "postgres", "-d", database);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** An empty database. */
  public PGSimpleDataSource newDatabase(String name) throws SQLException {
    try (Connection connection = database("postgres").getConnection()) {
      TestQueue.sql(connection, "CREATE DATABASE " + name);
    }
    return database(name);
  }

  private PGSimpleDataSource database(String name) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setServerNames(new String[] {"localhost"});
    database.setPortNumbers(new int[] {port});
    database.setUser("postgres");
    database.setDatabaseName(name);
    return database;
  }

  private void run(String program, String... arguments) throws IOException, InterruptedException {
    ServerPrograms.runAsUser(binaries.resolve(program), List.of(arguments));
  }

  @Override
  public void close() throws IOException {
    try {
      run("pg_ctl", "-D", data.toString(), "-s", "-m", "immediate", "stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    FileUtils.deleteQuietly(data.toFile());
  }
}
