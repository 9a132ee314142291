package dev.awa.crash;

import dev.awa.support.ServerPrograms;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.commons.io.FileUtils;

/** A PostgreSQL of a test's own, which may be restarted; what is committed is written. */
final class OwnServer implements AutoCloseable {
  private final Path data;
  private final EmbeddedPostgres server;
  private final Path pgCtl;

  OwnServer() throws IOException {
    this("replica");
  }

  /** One that writes as much to its log as {@code wal_level} says. */
  OwnServer(String walLevel) throws IOException {
    data = ServerPrograms.newDataFolder();
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("wal_level", walLevel)
            .setDataDirectory(data)
            .setServerConfig("fsync", "off")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "off")
            .setServerConfig("max_prepared_transactions", "10")
            .start();
    pgCtl = binaries().resolve("pg_ctl");
  }

  private Path binaries() throws IOException {
    long pid =
        Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    String command =
        ProcessHandle.of(pid).flatMap(process -> process.info().command()).orElseThrow();
    return Path.of(command).getParent();
  }

  DataSource dataSource() {
    return server.getPostgresDatabase();
  }

  int port() {
    return server.getPort();
  }

  /** Stops the server in a mode, fast or immediate, and starts it again. */
  void restart(String mode) throws IOException, InterruptedException {
    pgCtl("restart", "-m", mode);
  }

  void stop(String mode) throws IOException, InterruptedException {
    pgCtl("stop", "-m", mode);
  }

  void start() throws IOException, InterruptedException {
    // as it was started before: with what postmaster.opts says
    List<String> options =
        List.of(Files.readString(data.resolve("postmaster.opts")).strip().split(" ", 2));
    pgCtl("start", "-o", options.size() < 2 ? "" : options.get(1).replace('"', '\''));
  }

  /** What a replica has that receives nothing from now on. Restarts the server. */
  Path replica() throws IOException, InterruptedException {
    stop("fast");
    Path replica = data.resolveSibling(data.getFileName() + "-replica");
    ServerPrograms.run(List.of("cp", "-a", data.toString(), replica.toString()));
    start();
    return replica;
  }

  /** The server is lost, and a replica takes over in its place. */
  void failOverTo(Path replica) throws IOException, InterruptedException {
    stop("immediate");
    ServerPrograms.run(
        List.of("cp", data.resolve("postmaster.opts").toString(), replica.toString()));
    FileUtils.deleteDirectory(data.toFile());
    ServerPrograms.run(List.of("mv", replica.toString(), data.toString()));
    Files.createFile(data.resolve("standby.signal"));
    start();
    pgCtl("promote");
  }

  private void pgCtl(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-D", data.toString(), "-w", "-s"));
    all.addAll(List.of(arguments));
    ServerPrograms.runAsUser(pgCtl, all);
  }

  @Override
  public void close() throws IOException {
    server.close();
    FileUtils.deleteQuietly(data.toFile());
  }
}
