#!/usr/bin/env bash
# Package and version: PostgreSQL 18.6.
#
# Behaviour: a queue of one's own claims one job: DELETE (or UPDATE) ... WHERE id IN (SELECT id ... LIMIT 1 FOR UPDATE SKIP LOCKED).
# When the statistics are from a moment at which the table held one row, which is what autovacuum often meets in a queue, the
# planner runs the subquery anew for each row of the table. Each run passes by the rows that the statement has already taken, so
# LIMIT 1 takes another one each time: the statement claims all hundred jobs. With statistics of the full table, or none, the same
# statement claims one. Written as = (SELECT ...), as = ANY (ARRAY(SELECT ...)), or with the subquery in WITH, it always claims
# one.
#
# Output seen:
#   DELETE, IN, never analyzed: 1
#   DELETE, IN, analyzed with one row: 100
#   DELETE, IN, analyzed with all rows: 1
#   UPDATE, IN, analyzed with one row: 100
#   DELETE, =, analyzed with one row: 1
#   DELETE, = ANY, analyzed with one row: 1
#   DELETE, WITH, analyzed with one row: 1
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
import java.sql.SQLException;
import java.sql.Statement;

class Finding {
  static final String ONE = "SELECT id FROM jobs WHERE state = 'new' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED";
  static final String DELETE = "DELETE FROM jobs WHERE ";

  static void tell(Statement statement, String what, String claim, String analyzed) throws SQLException {
    statement.execute("DROP TABLE IF EXISTS jobs");
    statement.execute("CREATE TABLE jobs (id bigint PRIMARY KEY, state text) WITH (autovacuum_enabled = off)");
    if (analyzed.equals("analyzed with one row")) {
      statement.execute("INSERT INTO jobs VALUES (0, 'new')");
      statement.execute("ANALYZE jobs");
      statement.execute("DELETE FROM jobs");
    }
    statement.execute("INSERT INTO jobs SELECT i, 'new' FROM generate_series(1, 100) AS i");
    if (analyzed.equals("analyzed with all rows")) {
      statement.execute("ANALYZE jobs");
    }
    System.out.println(what + ", " + analyzed + ": " + statement.executeUpdate(claim));
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String analyzed : new String[] {"never analyzed", "analyzed with one row", "analyzed with all rows"}) {
        tell(statement, "DELETE, IN", DELETE + "id IN (" + ONE + ")", analyzed);
      }
      String analyzed = "analyzed with one row";
      tell(statement, "UPDATE, IN", "UPDATE jobs SET state = 'running' WHERE id IN (" + ONE + ")", analyzed);
      tell(statement, "DELETE, =", DELETE + "id = (" + ONE + ")", analyzed);
      tell(statement, "DELETE, = ANY", DELETE + "id = ANY (ARRAY(" + ONE + "))", analyzed);
      tell(statement, "DELETE, WITH", "WITH one AS (" + ONE + ") " + DELETE + "id IN (SELECT id FROM one)", analyzed);
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
