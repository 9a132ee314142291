#!/usr/bin/env bash
# Package and version: pgjdbc 42.7.14 and PostgreSQL 18.6.
#
# Behaviour: by default the driver prepares a statement in the server when it is executed for the fifth time
# (prepareThreshold=5). COMMIT is an exception: it is prepared as S_1 when it is sent for the first time, though the
# transaction had nothing but a plain Statement in it. Behind a pooler that shares sessions, PgBouncer in transaction mode
# without max_prepared_statements, the first transaction of the second client therefore fails (42P05, prepared statement "S_1"
# already exists), also in programs that execute each statement once. prepareThreshold=0 holds for COMMIT too.
#
# Output seen:
#   prepared by default, after one transaction: S_1: COMMIT
#   prepared with prepareThreshold=0, after one transaction: nothing
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
import java.sql.Statement;

class Finding {
  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      look("by default", url);
      look("with prepareThreshold=0", url + "&prepareThreshold=0");
    }
  }

  static void look(String how, String url) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT 1");
      connection.commit();
      String sql =
          "SELECT coalesce(string_agg(name || ': ' || statement, ', '), 'nothing') FROM pg_prepared_statements";
      try (ResultSet row = statement.executeQuery(sql)) {
        row.next();
        System.out.println("prepared " + how + ", after one transaction: " + row.getString(1));
      }
      connection.rollback();
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
