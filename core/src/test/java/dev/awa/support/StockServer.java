package dev.awa.support;

import dev.awa.lab.Postgres;
import dev.awa.lab.Programs;
import dev.awa.lab.Scratch;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL as Debian and PGDG package it, with LLVM, and with their defaults but for what a test
 * need not wait for. The binaries that the build fetches are without LLVM.
 */
public final class StockServer implements AutoCloseable {
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
  private static final int FIRST_THAT_COUNTS = 15; // pg_stat_statements says what was compiled

  private final Path binaries;
  private final Postgres server;

  private StockServer(Path binaries, Postgres server) {
    this.binaries = binaries;
    this.server = server;
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
  public static StockServer start(Path installed) throws IOException {
    Path binaries = installed.resolve("bin");
    Postgres server =
        Postgres.startInstalled(
            binaries,
            Scratch.inMemory("awa-test-"),
            """
            fsync = off
            shared_preload_libraries = 'pg_stat_statements'
            pg_stat_statements.track = 'all'
            """);
    return new StockServer(binaries, server);
  }

  /** What {@code pg_dump} writes of a database, with such options. */
  public Path dump(String database, String... options) throws IOException {
    Path dump = Files.createTempFile(server.data(), database, ".sql");
    List<String> arguments = new ArrayList<>(connecting(database));
    arguments.addAll(List.of("-f", dump.toString()));
    arguments.addAll(List.of(options));
    Programs.runAsUser(binaries.resolve("pg_dump"), arguments);
    return dump;
  }

  /** Has {@code psql} run a dump; the first error ends it. */
  public void restore(String database, Path dump) throws IOException {
    List<String> arguments = new ArrayList<>(connecting(database));
    arguments.addAll(List.of("-q", "-v", "ON_ERROR_STOP=1", "-f", dump.toString()));
    Programs.runAsUser(binaries.resolve("psql"), arguments);
  }

  private List<String> connecting(String database) {
    return List.of(
        "-h", "localhost", "-p", String.valueOf(server.port()), "-U", "postgres", "-d", database);
  }

  /** An empty database. */
  public PGSimpleDataSource newDatabase(String name) throws SQLException {
    server.execute("postgres", "CREATE DATABASE " + name);
    return server.database(name);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
