#!/usr/bin/env bash
# Package and version: PostgreSQL 18.6, reached with pgjdbc 42.7.14.
#
# Behaviour: a table of attempts has a foreign key to a table of jobs. While a transaction that has inserted an attempt is
# open, its check of the foreign key holds the row of the job with FOR KEY SHARE. A claim with FOR UPDATE SKIP LOCKED passes
# by that job without an error, until the transaction ends. A claim with FOR NO KEY UPDATE SKIP LOCKED takes the job, and so
# does a plain UPDATE of another column.
#
# Output seen:
#   nothing open: FOR UPDATE SKIP LOCKED finds 1,2, FOR NO KEY UPDATE SKIP LOCKED finds 1,2
#   an attempt of job 1 is inserted: FOR UPDATE SKIP LOCKED finds 2, FOR NO KEY UPDATE SKIP LOCKED finds 1,2
#   an attempt of job 1 is inserted: UPDATE of job 1 changes 1 row
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
  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      try (Connection other = DriverManager.getConnection(url);
          Statement insert = other.createStatement();
          Connection worker = DriverManager.getConnection(url);
          Statement claim = worker.createStatement()) {
        insert.execute("CREATE TABLE job (id int PRIMARY KEY, state text)");
        insert.execute("CREATE TABLE attempt (job int REFERENCES job, words text)");
        insert.execute("INSERT INTO job VALUES (1, 'ready'), (2, 'ready')");
        look("nothing open", claim);
        other.setAutoCommit(false);
        insert.execute("INSERT INTO attempt VALUES (1, 'x')");
        look("an attempt of job 1 is inserted", claim);
        claim.execute("SET lock_timeout = '1s'");
        System.out.println(
            "an attempt of job 1 is inserted: UPDATE of job 1 changes "
                + claim.executeUpdate("UPDATE job SET state = 'running' WHERE id = 1") + " row");
        other.rollback();
      }
    }
  }

  static void look(String when, Statement claim) throws SQLException {
    System.out.println(
        when + ": FOR UPDATE SKIP LOCKED finds " + found(claim, "FOR UPDATE")
            + ", FOR NO KEY UPDATE SKIP LOCKED finds " + found(claim, "FOR NO KEY UPDATE"));
  }

  static String found(Statement claim, String lock) throws SQLException {
    try (ResultSet row = claim.executeQuery(
        "SELECT string_agg(id::text, ',') FROM"
            + " (SELECT id FROM job WHERE state = 'ready' ORDER BY id " + lock + " SKIP LOCKED) AS claimed")) {
      row.next();
      return row.getString(1);
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
