package dev.awa.bench.peer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/** A queue of another language, run by child processes of a {@link Driver}. */
abstract class DrivenPeer implements Peer {
  private final String name;
  private final Driver driver;
  private final String library;

  /** A queue that a driver runs, by a library whose version it names. */
  DrivenPeer(String name, Driver driver, String library) {
    this.name = name;
    this.driver = driver;
    this.library = library;
  }

  /** How many jobs are not durably finished, by the database. */
  abstract long unfinished(Site site) throws SQLException;

  /** The public SQL that enqueues a job, with a place for its arguments; empty when it has none. */
  Optional<String> insert() {
    return Optional.empty();
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String version() {
    return driver.version(library);
  }

  @Override
  public final Optional<String> missing() {
    return driver.missing();
  }

  @Override
  public final boolean hasProcesses() {
    return true;
  }

  @Override
  public final Contender open(Site site) throws Exception {
    return new DrivenContender(this, site, process(site));
  }

  /** A process in which the queue is installed. */
  final DriverProcess process(Site site) throws Exception {
    DriverProcess process = DriverProcess.start(driver, name, site.plainUrl());
    try {
      process.call("migrate");
      return process;
    } catch (Exception e) {
      process.close();
      throw e;
    }
  }

  /** Enqueues a job in the caller's transaction. */
  final void enqueue(Connection tx, long n) throws SQLException {
    String sql =
        insert().orElseThrow(() -> new UnsupportedOperationException(name + " has no public SQL"));
    try (PreparedStatement insert = tx.prepareStatement(sql)) {
      insert.setString(1, Payload.json(n));
      insert.execute();
    }
  }
}
