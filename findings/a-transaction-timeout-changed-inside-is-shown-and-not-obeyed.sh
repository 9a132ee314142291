#!/usr/bin/env bash
# Package and version: PostgreSQL 18.6, reached with pgjdbc 42.7.14.
#
# Behaviour: a transaction_timeout that is changed inside its transaction is shown and not obeyed. Raised or lowered, the time that
# was set first ends the session. Switched off after a savepoint and restored by going back to it, it is shown and ends nothing.
# The first one that is set inside counts from there, not from the beginning. A transaction that has failed is not ended at all.
# statement_timeout, beside it, is obeyed as it is shown.
#
# Output seen:
#   transaction_timeout raised from 1s: 1min shown, ended after 1 s
#   transaction_timeout lowered from 1min: 1s shown, open after 3 s
#   transaction_timeout off and back by a savepoint: 1s shown, open after 3 s
#   transaction_timeout first set 2 s after the beginning: 1s shown, ended after 3 s
#   transaction_timeout, transaction has failed: open after 3 s
#   statement_timeout raised from 1s: 1min shown, open after 3 s
#   statement_timeout lowered from 1min: 1s shown, cancelled after 1 s
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

class Finding {
  static String url;

  /** Runs statements in a transaction, says what is shown then, and what becomes of three seconds of sleep. */
  static void inside(String setting, String name, String... statements) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT 1");
      long begun = System.nanoTime();
      String shown = "";
      String became;
      try {
        for (String sql : statements) {
          statement.execute(sql);
        }
        try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
          row.next();
          shown = row.getString(1) + " shown, ";
        }
        statement.execute("SELECT pg_sleep(3)");
        became = "open after 3 s";
      } catch (SQLException e) {
        became = ("57014".equals(e.getSQLState()) ? "cancelled" : "ended") + " after "
            + Math.round((System.nanoTime() - begun) / 1e9) + " s";
      }
      System.out.println(setting + " " + name + ": " + shown + became);
    }
    try {
      connection.close();
    } catch (SQLException e) {
      // the server has ended it
    }
  }

  static void failed() throws Exception {
    try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
      statement.execute("SET transaction_timeout = '1s'");
      connection.setAutoCommit(false);
      try {
        statement.execute("SELECT 1 / 0");
      } catch (SQLException e) {
        Thread.sleep(3000);
      }
      connection.rollback();
      System.out.println("transaction_timeout, transaction has failed: open after 3 s");
    }
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      url = server.getJdbcUrl("postgres", "postgres");
      String limit = "transaction_timeout";
      inside(limit, "raised from 1s", "SET LOCAL transaction_timeout = '1s'", "SET LOCAL transaction_timeout = '1min'");
      inside(limit, "lowered from 1min", "SET LOCAL transaction_timeout = '1min'", "SET LOCAL transaction_timeout = '1s'");
      inside(limit, "off and back by a savepoint", "SET LOCAL transaction_timeout = '1s'", "SAVEPOINT s",
          "SET LOCAL transaction_timeout = '0'", "ROLLBACK TO SAVEPOINT s");
      inside(limit, "first set 2 s after the beginning", "SELECT pg_sleep(2)", "SET LOCAL transaction_timeout = '1s'");
      failed();
      String other = "statement_timeout";
      inside(other, "raised from 1s", "SET LOCAL statement_timeout = '1s'", "SET LOCAL statement_timeout = '1min'");
      inside(other, "lowered from 1min", "SET LOCAL statement_timeout = '1min'", "SET LOCAL statement_timeout = '1s'");
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
