#!/usr/bin/env bash
# Package and version: PostgreSQL 18.6.
#
# Behaviour: a producer copies jobs (COPY ... FROM STDIN) and pauses amid it, as one does whose own source is slow. The server waits
# for its next bytes, and looks at nothing else: neither statement_timeout nor transaction_timeout ends the statement when its time
# is over, and pg_cancel_backend, which answers true, does not either. All of them take effect when the next row comes.
# idle_in_transaction_session_timeout never counts, for the session is active. So a producer that pauses holds its snapshot and its
# locks for as long as it likes, whatever is set. pg_terminate_backend ends it. A statement that waits for a lock, and not for its
# client, is ended in time.
#
# Output seen:
#   statement_timeout = 1s, a statement that waits for a lock: 57014 in time
#   statement_timeout = 1s: after 3 s active, ClientRead; with the next row it fails
#   transaction_timeout = 1s: after 3 s active, ClientRead; with the next row it fails
#   idle_in_transaction_session_timeout = 1s: after 3 s active, ClientRead; with the next row it goes on
#   pg_cancel_backend: after 3 s active, ClientRead; with the next row it fails
#   pg_terminate_backend: after 3 s gone; with the next row it fails
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
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

class Finding {
  static String ask(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(question)) {
      return row.next() ? row.getString(1) : "gone";
    }
  }

  static void row(CopyIn copy, int id) throws SQLException {
    byte[] bytes = (id + "\n").getBytes(StandardCharsets.US_ASCII);
    copy.writeToCopy(bytes, 0, bytes.length);
    copy.flushCopy();
  }

  /** A producer that sends a row, pauses for three seconds, and sends another. */
  static void pauses(EmbeddedPostgres server, Connection other, String setting, String deed) throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection()) {
      if (deed.isEmpty()) ask(connection, "SELECT set_config('" + setting + "', '1s', false)");
      String pid = ask(connection, "SELECT pg_backend_pid()");
      connection.setAutoCommit(false);
      CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY jobs FROM STDIN");
      row(copy, 1);
      Thread.sleep(1500);
      if (!deed.isEmpty()) {
        ask(other, "SELECT " + deed + "(" + pid + ")");
      }
      Thread.sleep(1500);
      String state = ask(other, "SELECT state || ', ' || wait_event FROM pg_stat_activity WHERE pid = " + pid);
      String then;
      try {
        row(copy, 2);
        copy.endCopy();
        then = "goes on";
      } catch (SQLException e) {
        then = "fails";
      }
      System.out.println((deed.isEmpty() ? setting + " = 1s" : deed) + ": after 3 s " + state + "; with the next row it " + then);
    } catch (SQLException e) {
      // the connection is no more
    }
  }

  /** The control: a statement that waits for a lock, and not for its client. */
  static void waits(EmbeddedPostgres server) throws Exception {
    try (Connection keeper = server.getPostgresDatabase().getConnection();
        Connection connection = server.getPostgresDatabase().getConnection()) {
      keeper.setAutoCommit(false);
      ask(keeper, "SELECT pg_advisory_xact_lock(1)");
      ask(connection, "SELECT set_config('statement_timeout', '1s', false)");
      long begun = System.nanoTime();
      try {
        ask(connection, "SELECT pg_advisory_xact_lock(1)");
      } catch (SQLException e) {
        boolean soon = System.nanoTime() - begun < 2_500_000_000L;
        System.out.println("statement_timeout = 1s, a statement that waits for a lock: " + e.getSQLState() + (soon ? " in time" : " late"));
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        Connection other = server.getPostgresDatabase().getConnection()) {
      try (Statement statement = other.createStatement()) {
        statement.execute("CREATE TABLE jobs (id int)");
      }
      waits(server);
      pauses(server, other, "statement_timeout", "");
      pauses(server, other, "transaction_timeout", "");
      pauses(server, other, "idle_in_transaction_session_timeout", "");
      pauses(server, other, "", "pg_cancel_backend");
      pauses(server, other, "", "pg_terminate_backend");
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
