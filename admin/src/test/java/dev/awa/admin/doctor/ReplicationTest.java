package dev.awa.admin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import dev.awa.lab.Scratch;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** Standbys and slots, on a server of which commits wait for a standby when they are asked to. */
final class ReplicationTest {
  private static final String STANDBY = "helper";

  private static Postgres server;

  @BeforeAll
  static void start() throws Exception {
    server =
        Postgres.start(
            Scratch.inMemory("awa-doctor-"),
            """
            wal_level = logical
            synchronous_standby_names = '%s'
            synchronous_commit = local
            fsync = off
            """
                .formatted(STANDBY));
    server.execute("postgres", "CREATE ROLE plain LOGIN");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static List<String> by(Exam exam, String role) throws SQLException {
    PGSimpleDataSource source = server.database("postgres");
    source.setUser(role);
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      TestQueue.sql(connection, "SET LOCAL search_path = pg_catalog");
      return exam.on(new Patient(source, Awa.of(source), "awa", connection)).stream()
          .map(Finding::found)
          .toList();
    }
  }

  /** A role that does not see whether a standby is in step says nothing of it. */
  @Test
  void aStandbyThatCommitsWaitForIsMissedOnlyWhereItIsNotThere() throws Exception {
    String gone = "commits wait for a standby that is not there";
    assertThat(by(new StandbysExam(), "postgres")).containsExactly(gone);
    assertThat(by(new StandbysExam(), "plain")).containsExactly(gone);

    PGSimpleDataSource source = server.database("postgres");
    source.setReplication("true");
    source.setProperty(PGProperty.ASSUME_MIN_SERVER_VERSION, "9.4");
    source.setPreferQueryMode(org.postgresql.jdbc.PreferQueryMode.SIMPLE);
    source.setApplicationName(STANDBY);
    try (Connection connection = source.getConnection();
        PGReplicationStream stream =
            connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .physical()
                .withStartPosition(LogSequenceNumber.valueOf(place()))
                .withStatusInterval(100, java.util.concurrent.TimeUnit.MILLISECONDS)
                .start()) {
      Eventually.holds(
          "it is in step",
          () -> {
            stream.readPending();
            LogSequenceNumber read = stream.getLastReceiveLSN();
            stream.setFlushedLSN(read);
            stream.setAppliedLSN(read);
            stream.forceUpdateStatus();
            return by(new StandbysExam(), "postgres").isEmpty();
          });
      assertThat(by(new StandbysExam(), "plain")).isEmpty();
    }
  }

  private static String place() throws SQLException {
    try (Connection connection = server.database("postgres").getConnection()) {
      return TestQueue.texts(connection, "SELECT pg_current_wal_lsn()").getFirst();
    }
  }

  /** A slot of logical decoding keeps rows of the catalogs alone, and none of the queue. */
  @Test
  void aLogicalSlotKeepsNoHorizonOfTables() throws Exception {
    server.execute("postgres", "SELECT pg_create_logical_replication_slot('decoder', 'pgoutput')");
    server.execute("postgres", "CREATE TABLE later AS SELECT 1"); // the slot has an age
    try {
      assertThat(by(new HorizonExam(Duration.ofHours(1), 0), "postgres"))
          .noneMatch(found -> found.contains("decoder"));
    } finally {
      server.execute("postgres", "SELECT pg_drop_replication_slot('decoder')");
    }
  }
}
