#!/usr/bin/env bash
# Packages and versions: HikariCP 7.1.0, Agroal 3.2.1, c3p0 0.14.1, Tomcat JDBC pool 11.0.27, Commons DBCP 2.14.0, with pgjdbc 42.7.14
# on PostgreSQL 18.6.
#
# Behaviour: an application borrows a connection, changes one thing by the methods of java.sql.Connection, and gives it back. What
# the next borrower finds depends on the pool. Only the read-only mode is reset by all of them. The isolation level stays in the
# Tomcat pool, with its interceptor ConnectionState too, and in DBCP: the next borrower works in SERIALIZABLE without knowing. The
# network timeout stays in c3p0, Tomcat and DBCP. setSchema stays in every pool, and it has replaced the whole search_path of the
# role by one schema. (A pool that is told a default of its own for one of them, such as defaultTransactionIsolation, sets it.)
#
# Output seen:
#   HikariCP: reset isolation, network timeout, read-only; kept application name, holdability, schema
#   Agroal: reset holdability, isolation, network timeout, read-only; kept application name, schema
#   c3p0: reset holdability, isolation, read-only; kept application name, network timeout, schema
#   Tomcat: reset read-only; kept application name, holdability, isolation, network timeout, schema
#   Tomcat with ConnectionState: reset read-only; kept application name, holdability, isolation, network timeout, schema
#   DBCP: reset read-only; kept application name, holdability, isolation, network timeout, schema
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
    <dependency><groupId>com.zaxxer</groupId><artifactId>HikariCP</artifactId><version>7.1.0</version></dependency>
    <dependency><groupId>io.agroal</groupId><artifactId>agroal-pool</artifactId><version>3.2.1</version></dependency>
    <dependency><groupId>com.mchange</groupId><artifactId>c3p0</artifactId><version>0.14.1</version></dependency>
    <dependency><groupId>org.apache.tomcat</groupId><artifactId>tomcat-jdbc</artifactId><version>11.0.27</version></dependency>
    <dependency><groupId>org.apache.commons</groupId><artifactId>commons-dbcp2</artifactId><version>2.14.0</version></dependency>
    <dependency><groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalPropertiesReader;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;

class Finding {
  interface Change {
    void on(Connection connection) throws SQLException;
  }

  interface Look {
    Object at(Connection connection) throws SQLException;
  }

  record State(Change change, Look look) {}

  static final Map<String, State> STATES = new TreeMap<>(Map.of(
      "read-only", new State(c -> c.setReadOnly(true), c -> show(c, "transaction_read_only")),
      "isolation", new State(c -> c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE), c -> show(c, "transaction_isolation")),
      "schema", new State(c -> c.setSchema("tenant"), c -> show(c, "search_path")),
      "application name", new State(c -> c.setClientInfo("ApplicationName", "batch"), c -> show(c, "application_name")),
      "network timeout", new State(c -> c.setNetworkTimeout(Runnable::run, 60_000), Connection::getNetworkTimeout),
      "holdability", new State(c -> c.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT), Connection::getHoldability)));

  static String show(Connection connection, String setting) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }

  static int session(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  /** A pool of one connection. */
  static DataSource pool(String name, String url) throws Exception {
    return switch (name) {
      case "HikariCP" -> {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(1);
        yield pool;
      }
      case "Agroal" -> AgroalDataSource.from(
          new AgroalPropertiesReader().readProperties(Map.of("jdbcUrl", url, "maxSize", "1", "acquisitionTimeout_s", "30")).get());
      case "c3p0" -> {
        ComboPooledDataSource pool = new ComboPooledDataSource();
        pool.setJdbcUrl(url);
        pool.setInitialPoolSize(1);
        pool.setMinPoolSize(1);
        pool.setMaxPoolSize(1);
        yield pool;
      }
      case "Tomcat", "Tomcat with ConnectionState" -> {
        var pool = new org.apache.tomcat.jdbc.pool.DataSource();
        pool.setDriverClassName("org.postgresql.Driver");
        pool.setUrl(url);
        pool.setInitialSize(1);
        pool.setMaxActive(1);
        if (!name.equals("Tomcat")) {
          pool.setJdbcInterceptors("ConnectionState");
        }
        yield pool;
      }
      default -> {
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl(url);
        pool.setMaxTotal(1);
        yield pool;
      }
    };
  }

  static boolean isReset(DataSource pool, State state) throws Exception {
    try {
      Object before;
      int first;
      try (Connection connection = pool.getConnection()) {
        before = state.look().at(connection);
        first = session(connection);
        state.change().on(connection);
      }
      try (Connection connection = pool.getConnection()) {
        if (session(connection) != first) {
          throw new IllegalStateException("another connection");
        }
        return before.equals(state.look().at(connection));
      }
    } finally {
      if (pool instanceof org.apache.tomcat.jdbc.pool.DataSource tomcat) {
        tomcat.close();
      } else {
        ((AutoCloseable) pool).close();
      }
    }
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
        statement.execute("CREATE SCHEMA app");
        statement.execute("CREATE SCHEMA tenant");
        statement.execute("ALTER ROLE postgres SET search_path = app, public");
      }
      for (String name : new String[] {"HikariCP", "Agroal", "c3p0", "Tomcat", "Tomcat with ConnectionState", "DBCP"}) {
        TreeSet<String> reset = new TreeSet<>();
        TreeSet<String> kept = new TreeSet<>();
        for (var state : STATES.entrySet()) {
          (isReset(pool(name, url), state.getValue()) ? reset : kept).add(state.getKey());
        }
        System.out.println(name + ": reset " + String.join(", ", reset) + "; kept " + String.join(", ", kept));
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
