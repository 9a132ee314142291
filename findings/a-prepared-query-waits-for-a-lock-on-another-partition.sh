#!/usr/bin/env bash
# Package and version: PostgreSQL 18.6, reached with pgjdbc 42.7.14.
#
# Behaviour: a query by the partition key, prepared on the server, is planned anew for each of its first five executions and
# locks the one partition that it reads. From the sixth on PostgreSQL may take a plan for any partition, and that plan locks
# all partitions before it begins. So the same query suddenly waits for a TRUNCATE of another partition. With plan_cache_mode
# = force_custom_plan it never does. With pgjdbc the fifth execution of a PreparedStatement prepares the statement, so the
# query waits from the tenth on.
#
# Output seen:
#   auto: waits from execution 10 on
#   force_custom_plan: 20 executions, none waits
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
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

class Finding {
  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      try (Connection cleaner = DriverManager.getConnection(url);
          Statement statement = cleaner.createStatement()) {
        statement.execute("CREATE TABLE log (slot int, id bigint, body text, PRIMARY KEY (slot, id)) PARTITION BY LIST (slot)");
        for (int slot = 0; slot < 4; slot++) {
          statement.execute("CREATE TABLE log_" + slot + " PARTITION OF log FOR VALUES IN (" + slot + ")");
        }
        statement.execute("INSERT INTO log SELECT i % 4, i, 'x' FROM generate_series(1, 4000) AS i");
        statement.execute("ANALYZE log");
        cleaner.setAutoCommit(false);
        statement.execute("TRUNCATE log_3");
        look("auto", url);
        look("force_custom_plan", url);
        cleaner.rollback();
      }
    }
  }

  static void look(String mode, String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        PreparedStatement query = connection.prepareStatement("SELECT body FROM log WHERE slot = ? AND id = ?")) {
      statement.execute("SET plan_cache_mode = " + mode);
      statement.execute("SET lock_timeout = '200ms'");
      for (int execution = 1; execution <= 20; execution++) {
        query.setInt(1, 1);
        query.setLong(2, 5);
        try {
          query.executeQuery().close();
        } catch (SQLException e) {
          if (!"55P03".equals(e.getSQLState())) {
            throw e;
          }
          System.out.println(mode + ": waits from execution " + execution + " on");
          return;
        }
      }
      System.out.println(mode + ": 20 executions, none waits");
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
