#!/usr/bin/env bash
# Package and version: pgjdbc 42.7.14 and Spring Framework 7.0.10 (JdbcTemplate) on PostgreSQL 18.6.
#
# Behaviour: a job is enqueued by calling a function, SELECT enqueue(...). Sent with executeUpdate() or JdbcTemplate.update(),
# the driver throws "A result was returned when none was expected" (SQLSTATE 0100E), but only after the server has run the
# statement. In autocommit the job exists, and an application that takes the exception for a failure and tries again has two.
# The same statement in a batch does not throw; the batch answers 0 for each entry although each wrote a row. executeQuery()
# is right.
#
# Output seen:
#   executeUpdate: 0100E, rows written 1
#   JdbcTemplate.update: DataIntegrityViolationException 0100E, rows written 1
#   executeBatch of three: [0, 0, 0], rows written 3
#   executeQuery: 1, rows written 1
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
    <dependency><groupId>org.springframework</groupId><artifactId>spring-jdbc</artifactId><version>7.0.10</version></dependency>
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
import java.sql.Statement;
import java.util.Arrays;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class Finding {
  static final String CALL = "SELECT enqueue(?)";

  static int rows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("WITH gone AS (DELETE FROM jobs RETURNING 1) SELECT count(*) FROM gone")) {
      row.next();
      return row.getInt(1);
    }
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      try (Connection connection = DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"))) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("CREATE TABLE jobs (kind text)");
          statement.execute("CREATE FUNCTION enqueue(kind text) RETURNS bigint LANGUAGE sql AS "
              + "'INSERT INTO jobs VALUES (kind) RETURNING 1::bigint'");
        }
        try (PreparedStatement call = connection.prepareStatement(CALL)) {
          call.setString(1, "mail");
          String answer;
          try {
            answer = "" + call.executeUpdate();
          } catch (SQLException e) {
            answer = e.getSQLState();
          }
          System.out.println("executeUpdate: " + answer + ", rows written " + rows(connection));
        }
        String answer;
        try {
          answer = "" + new JdbcTemplate(new DriverManagerDataSource(server.getJdbcUrl("postgres", "postgres"))).update(CALL, "mail");
        } catch (DataAccessException e) {
          answer = e.getClass().getSimpleName() + " " + ((SQLException) e.getRootCause()).getSQLState();
        }
        System.out.println("JdbcTemplate.update: " + answer + ", rows written " + rows(connection));
        try (PreparedStatement call = connection.prepareStatement(CALL)) {
          for (int i = 0; i < 3; i++) {
            call.setString(1, "mail");
            call.addBatch();
          }
          System.out.println("executeBatch of three: " + Arrays.toString(call.executeBatch()) + ", rows written " + rows(connection));
        }
        try (PreparedStatement call = connection.prepareStatement(CALL)) {
          call.setString(1, "mail");
          long id;
          try (ResultSet row = call.executeQuery()) {
            row.next();
            id = row.getLong(1);
          }
          System.out.println("executeQuery: " + id + ", rows written " + rows(connection));
        }
      }
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
