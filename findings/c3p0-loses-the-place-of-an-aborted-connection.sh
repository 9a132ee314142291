#!/usr/bin/env bash
# Package and version: c3p0 0.14.1, with HikariCP 7.1.0 beside it, pgjdbc 42.7.14 and PostgreSQL 18.6.
#
# Behaviour: a connection of a pool that is aborted (Connection.abort, made for connections that are given up) and then
# closed takes its place in a c3p0 pool with it, for ever. A pool of one hands out nothing afterwards, and the next checkout
# times out. To abort the driver's own connection, unwrapped, and to close the pool's is fine: the pool finds a
# broken connection and opens another. HikariCP opens another in both cases.
#
# Output seen:
#   c3p0, the pool's connection aborted: then no connection
#   c3p0, the driver's connection aborted: then another connection
#   HikariCP, the pool's connection aborted: then another connection
#   HikariCP, the driver's connection aborted: then another connection
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
    <dependency><groupId>com.zaxxer</groupId><artifactId>HikariCP</artifactId><version>7.1.0</version></dependency>
    <dependency><groupId>com.mchange</groupId><artifactId>c3p0</artifactId><version>0.14.1</version></dependency>
    <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.14</version></dependency>
    <dependency><groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

class Finding {
  static final int PATIENCE_MS = 5_000;

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      for (boolean driver : new boolean[] {false, true}) {
        ComboPooledDataSource pool = new ComboPooledDataSource();
        pool.setJdbcUrl(url);
        pool.setInitialPoolSize(1);
        pool.setMinPoolSize(1);
        pool.setMaxPoolSize(1);
        pool.setCheckoutTimeout(PATIENCE_MS);
        look("c3p0", driver, pool);
        pool.close();
      }
      for (boolean driver : new boolean[] {false, true}) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(PATIENCE_MS);
        try (HikariDataSource pool = new HikariDataSource(config)) {
          look("HikariCP", driver, pool);
        }
      }
    }
  }

  static void look(String name, boolean driver, DataSource pool) throws Exception {
    Connection borrowed = pool.getConnection();
    use(borrowed);
    Connection aborted =
        driver ? (Connection) borrowed.unwrap(PGConnection.class) : borrowed;
    aborted.abort(Runnable::run);
    try {
      borrowed.close();
    } catch (SQLException e) {
      // it is gone already
    }
    String then;
    try (Connection another = pool.getConnection()) {
      use(another);
      then = "another connection";
    } catch (SQLException e) {
      then = "no connection";
    }
    System.out.println(
        name + ", the " + (driver ? "driver's" : "pool's") + " connection aborted: then " + then);
  }

  static void use(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
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
