#!/usr/bin/env bash
# Package and version: pgjdbc 42.7.14 and PostgreSQL 18.6.
#
# Behaviour: with autosave=always the driver sets a savepoint before each statement and goes back to it when the statement
# fails, so that the transaction goes on. For a COPY it sets none, and after a failed one it goes nowhere: the transaction is
# aborted, as without autosave. But the next statement, which fails for that reason (25P02), makes the driver go back to the
# savepoint that it has, which was set before the last statement that worked. That statement is undone with it, nobody is told, and
# from then on the transaction goes on and can be committed: what was inserted just before the COPY is missing.
#
# Output seen:
#   autosave=always, of 2 rows, plain statement fails: then works, then works, committed 2
#   autosave=always, of 2 rows, COPY fails: then 25P02, then works, committed 1
#   autosave=never, of 2 rows, COPY fails: then 25P02, then 25P02, committed 0
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
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

class Finding {
  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      look("always", false, url);
      look("always", true, url);
      look("never", true, url);
    }
  }

  static void look(String autosave, boolean copies, String url) throws Exception {
    try (Connection connection = DriverManager.getConnection(url + "&autosave=" + autosave);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS t");
      statement.execute("CREATE TABLE t (n integer)");
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO t VALUES (1)");
      statement.execute("INSERT INTO t VALUES (2)");
      try {
        if (copies) {
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("COPY t FROM STDIN", new StringReader("not a number\n"));
        } else {
          statement.execute("INSERT INTO t VALUES ('not a number')");
        }
        throw new IllegalStateException("it did not fail");
      } catch (SQLException e) {
        // as it should
      }
      String first = outcome(statement);
      String second = outcome(statement);
      try {
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
      }
      try (ResultSet row = statement.executeQuery("SELECT count(*) FROM t")) {
        row.next();
        System.out.println(
            "autosave=" + autosave + ", of 2 rows, " + (copies ? "COPY" : "plain statement") + " fails: then " + first
                + ", then " + second + ", committed " + row.getInt(1));
      }
      connection.rollback();
    }
  }

  static String outcome(Statement statement) {
    try {
      statement.execute("SELECT 1");
      return "works";
    } catch (SQLException e) {
      return e.getSQLState();
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
