#!/usr/bin/env bash
# Package and version: PostgreSQL 18.6, reached with pgjdbc 42.7.14.
#
# Behaviour: a commit that sends a notification takes one lock for the whole cluster and keeps the lock until the transaction
# is over, and the wait for a synchronous standby is part of that. While one such commit waits for the standby, every other
# commit with a NOTIFY waits as well: also with synchronous_commit=off, and also in another database, where there is nothing
# to wait for. Commits without a notification pass. So with a synchronous standby the notifying transactions of all databases
# commit one after another, each after a round trip to the standby.
#
# Output seen:
#   a commit with NOTIFY waits for the standby: SyncRep
#   same database, synchronous_commit=off, INSERT: done
#   same database, synchronous_commit=off, NOTIFY: waits for Lock:object
#   other database, synchronous_commit=off, INSERT: done
#   other database, synchronous_commit=off, NOTIFY: waits for Lock:object
#   without the standby: all commits done
#
# Needs: bash, Maven, a JDK 17 or newer.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/pom.xml" << 'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencyManagement>
    <dependencies>
      <dependency>
        <groupId>io.zonky.test.postgres</groupId>
        <artifactId>embedded-postgres-binaries-bom</artifactId>
        <version>18.6.0</version>
        <type>pom</type>
        <scope>import</scope>
      </dependency>
    </dependencies>
  </dependencyManagement>
  <dependencies>
    <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.14</version></dependency>
    <dependency><groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

class Finding {
  static String base;

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  static void await(Connection connection, String sql, String answer) throws Exception {
    for (int i = 0; i < 400; i++) {
      if (answer.equals(text(connection, sql))) {
        return;
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException(sql + " does not become " + answer);
  }

  static Thread send(Connection connection, String sql) {
    Thread thread = new Thread(() -> {
      try {
        execute(connection, sql);
      } catch (SQLException e) {
        e.printStackTrace();
      }
    });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      base = server.getJdbcUrl("postgres", "DATABASE");
      Connection operator = DriverManager.getConnection(base.replace("DATABASE", "postgres"));
      execute(operator, "CREATE DATABASE other");
      List<Connection> connections = new ArrayList<>();
      for (String database : new String[] {"postgres", "other"}) {
        for (int i = 0; i < 3; i++) {
          Connection connection = DriverManager.getConnection(base.replace("DATABASE", database));
          execute(connection, "CREATE TABLE IF NOT EXISTS t (n int)");
          connections.add(connection);
        }
      }
      execute(operator, "ALTER SYSTEM SET synchronous_standby_names = 'standby'");
      execute(operator, "SELECT pg_reload_conf()");
      await(operator, "SHOW synchronous_standby_names", "standby");
      Thread.sleep(500); // the other sessions read the setting too
      List<Thread> threads = new ArrayList<>();
      Connection first = connections.get(0);
      execute(first, "SET synchronous_commit = on");
      threads.add(send(first, "BEGIN; INSERT INTO t VALUES (1); SELECT pg_notify('a', 'x'); COMMIT"));
      String waiting = "SELECT wait_event FROM pg_stat_activity WHERE pid = " + first.unwrap(PGConnection.class).getBackendPID();
      await(operator, waiting, "SyncRep");
      System.out.println("a commit with NOTIFY waits for the standby: SyncRep");
      String[] places = {"same database", "same database", "other database", "other database"};
      int[] numbers = {1, 2, 3, 4};
      for (int i = 0; i < 4; i++) {
        Connection connection = connections.get(numbers[i]);
        execute(connection, "SET synchronous_commit = off");
        boolean notify = i % 2 == 1;
        Thread thread = send(connection, notify ? "SELECT pg_notify('b', 'x')" : "INSERT INTO t VALUES (2)");
        threads.add(thread);
        thread.join(2000);
        String state = thread.isAlive()
            ? "waits for " + text(operator, "SELECT wait_event_type || ':' || wait_event FROM pg_stat_activity WHERE pid = "
                + connection.unwrap(PGConnection.class).getBackendPID())
            : "done";
        System.out.println(places[i] + ", synchronous_commit=off, " + (notify ? "NOTIFY" : "INSERT") + ": " + state);
      }
      execute(operator, "ALTER SYSTEM RESET synchronous_standby_names");
      execute(operator, "SELECT pg_reload_conf()");
      for (Thread thread : threads) {
        thread.join(20000);
        if (thread.isAlive()) {
          System.out.println("still waiting");
        }
      }
      System.out.println("without the standby: all commits done");
    }
  }
}
JAVA
mvn -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory="$work/lib" -DincludeScope=runtime
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
java -cp "$work/lib/*" "$work/Finding.java" > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
