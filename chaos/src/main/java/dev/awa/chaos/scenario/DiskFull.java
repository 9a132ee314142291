package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.lab.OwnServer;
import dev.awa.chaos.lab.Wait;
import dev.awa.chaos.ledger.Entry;
import dev.awa.chaos.ledger.Fault;
import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The database's file system is full for a while: nothing can be written, the server may die. */
final class DiskFull implements Scenario {
  private static final int JOBS = 200;
  private static final byte[] BALLAST = new byte[8192];

  @Override
  public String name() {
    return "disk-full";
  }

  @Override
  public String about() {
    return "the disk of the database is full for three seconds, under load";
  }

  @Override
  public String faults() {
    return "D14";
  }

  @Override
  public void run(Lab lab) throws Exception {
    Path disk = Files.createDirectories(lab.folder().resolve("disk"));
    if (!runs("mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", disk.toString())) {
      throw new SkippedException("a small file system can't be mounted here");
    }
    lab.closing(() -> runs("umount", "-l", disk.toString()));
    Postgres server =
        lab.closing(
            OwnServer.start(disk.resolve("server"), "max_wal_size = 48MB\nmin_wal_size = 32MB"));
    lab.database().beginAnewOn(server);
    lab.workers().startAll("one", "other");
    try (Load load = lab.producers().load()) {
      load.awaitMore(JOBS);
      lab.begin(Fault.CRASHED, Entry.ALL);
      Path ballast = disk.resolve("ballast");
      fill(ballast);
      Wait.pass(Duration.ofSeconds(3));
      Files.delete(ballast);
      restartIfDead(lab, server);
      lab.end(Fault.CRASHED, Entry.ALL);
      load.awaitMore(JOBS);
    }
  }

  private static void fill(Path ballast) throws IOException {
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(BALLAST);
      }
    } catch (IOException e) {
      if (Files.size(ballast) == 0) {
        throw e;
      }
    }
  }

  private static void restartIfDead(Lab lab, Postgres server) throws IOException {
    try {
      Eventually.holds(
          "it answers", Duration.ofSeconds(5), () -> lab.database().number("SELECT 1") == 1);
    } catch (IllegalStateException e) {
      if (server.isThere()) { // it may have ended altogether
        server.stop("immediate");
      }
      server.start();
    }
  }

  private static boolean runs(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }
}
