package dev.awa.admin.doctor;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The settings of the server that a queue lives by. */
final class ServerExam implements Exam {
  private static final long MEGABYTES = 1024;
  private static final long LEAST_VERSION = 140000;

  @Override
  public String name() {
    return "server";
  }

  @Override
  public String about() {
    return "settings of the server: what is kept after a crash, WAL, statistics, memory";
  }

  @Override
  public List<Finding> on(Patient patient) throws SQLException {
    Map<String, String> settings = new TreeMap<>();
    Map<String, Integer> version = new TreeMap<>();
    patient.rows(
        "settings",
        row -> {
          version.put("number", row.getInt("version"));
          return settings.put(row.getString("name"), row.getString("reset_val"));
        });
    List<Finding> findings = new ArrayList<>();
    durability(settings, findings);
    statistics(settings, findings);
    sizes(settings, patient.connection().getCatalog(), findings);
    if (version.getOrDefault("number", 0) < LEAST_VERSION) {
      findings.add(
          problem(
              "the server is too old",
              "server_version_num " + version.get("number"),
              "Awa needs PostgreSQL 14",
              "upgrade the server"));
    }
    return findings;
  }

  private void durability(Map<String, String> settings, List<Finding> findings) {
    for (String name : List.of("fsync", "full_page_writes")) {
      if (is(settings, name, "off")) {
        findings.add(
            problem(
                name + " is off",
                name + " = off",
                "a crash of the machine can destroy the database, jobs with it",
                "ALTER SYSTEM SET " + name + " = on; SELECT pg_reload_conf();"));
      }
    }
    if (is(settings, "synchronous_commit", "off")) {
      findings.add(
          warning(
              "commits are not waited for",
              "synchronous_commit = off",
              "a crash of the server loses the last jobs that were enqueued, and runs the last"
                  + " finished ones again",
              "ALTER SYSTEM SET synchronous_commit = on; SELECT pg_reload_conf();"));
    }
    if (is(settings, "data_checksums", "off")) {
      findings.add(
          note(
              "pages have no checksums",
              "data_checksums = off",
              "a damaged page is found late, or never",
              "stop the server, then: pg_checksums --enable"));
    }
  }

  private void statistics(Map<String, String> settings, List<Finding> findings) {
    for (String name : List.of("autovacuum", "track_counts")) {
      if (is(settings, name, "off")) {
        findings.add(
            problem(
                name + " is off",
                name + " = off",
                "tables of deferred and finished jobs grow for ever, and one day the server"
                    + " refuses to write",
                "ALTER SYSTEM SET " + name + " = on; SELECT pg_reload_conf();"));
      }
    }
    if (is(settings, "track_activities", "off")) {
      findings.add(
          warning(
              "sessions do not show what they do",
              "track_activities = off",
              "nobody can tell which session keeps a segment",
              "ALTER SYSTEM SET track_activities = on; SELECT pg_reload_conf();"));
    }
  }

  private void sizes(Map<String, String> settings, String database, List<Finding> findings) {
    long wal = number(settings, "max_wal_size");
    if (wal < MEGABYTES) {
      findings.add(
          warning(
              "checkpoints come too often under load",
              "max_wal_size = " + wal + " MB",
              "after each checkpoint pages are written whole: more WAL, slower commits",
              "ALTER SYSTEM SET max_wal_size = '4GB'; SELECT pg_reload_conf();"));
    }
    long buffers = number(settings, "shared_buffers") / 128;
    if (buffers <= 128) {
      findings.add(
          note(
              "memory of the server is as small as it comes",
              "shared_buffers = " + buffers + " MB",
              "large queues are read from disk more than they must",
              "ALTER SYSTEM SET shared_buffers to a quarter of the memory, then restart"));
    }
    if (number(settings, "idle_in_transaction_session_timeout") == 0) {
      findings.add(
          note(
              "a forgotten transaction may stay open for ever",
              "idle_in_transaction_session_timeout = 0",
              "segments are not emptied while a transaction that has used the queue is open",
              "ALTER DATABASE "
                  + Quoted.identifier(database)
                  + " SET idle_in_transaction_session_timeout = '10min';"));
    }
  }

  private static boolean is(Map<String, String> settings, String name, String value) {
    return value.equals(settings.get(name));
  }

  /** A server that does not have the setting has nothing to be told about. */
  private static long number(Map<String, String> settings, String name) {
    return Long.parseLong(settings.getOrDefault(name, String.valueOf(Integer.MAX_VALUE)));
  }
}
