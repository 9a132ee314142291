#!/usr/bin/env bash
# Package and version: Spring Framework 7.0.10 (spring-jdbc) with HikariCP 7.1.0 and pgjdbc 42.7.14 on PostgreSQL 18.6.
#
# Behaviour: TransactionAwareDataSourceProxy hands out the connection of the running Spring transaction and ignores close().
# It does not ignore commit(). A library that works in a transaction of its own (getConnection, work, commit, close) commits
# the caller's transaction half-way: the caller then fails and rolls back, and the order that the caller had written before
# the call stays. getAutoCommit() is false inside the transaction, and nothing else tells the library where it is. With the
# bare pool, or with LazyConnectionDataSourceProxy, the library has a connection of its own, and the order is gone.
#
# Output seen:
#   bare pool: the library's rows 1, the caller's orders after its rollback 0
#   TransactionAwareDataSourceProxy: the library's rows 1, the caller's orders after its rollback 1
#   LazyConnectionDataSourceProxy: the library's rows 1, the caller's orders after its rollback 0
#   TransactionAwareDataSourceProxy, no commit when autocommit is off: the library's rows 0, the caller's orders after its rollback 0
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
    <dependency><groupId>org.springframework</groupId><artifactId>spring-jdbc</artifactId><version>7.0.10</version></dependency>
    <dependency><groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class Finding {
  /** A library that enqueues in a transaction of its own. */
  static void enqueue(DataSource dataSource, boolean polite) {
    try (Connection connection = dataSource.getConnection()) {
      boolean own = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO jobs VALUES ('receipt')");
      }
      if (own || !polite) {
        connection.commit();
      }
      if (own) {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void probe(String name, HikariDataSource pool, DataSource given, boolean polite) {
    JdbcTemplate jdbc = new JdbcTemplate(pool);
    jdbc.execute("TRUNCATE jobs, orders");
    try {
      new TransactionTemplate(new JdbcTransactionManager(pool)).executeWithoutResult(transaction -> {
        jdbc.update("INSERT INTO orders VALUES ('jo')");
        enqueue(given, polite);
        throw new IllegalArgumentException("the payment is refused");
      });
    } catch (IllegalArgumentException expected) {
      System.out.println(name + ": the library's rows " + jdbc.queryForObject("SELECT count(*) FROM jobs", Long.class)
          + ", the caller's orders after its rollback " + jdbc.queryForObject("SELECT count(*) FROM orders", Long.class));
    }
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      HikariDataSource pool = new HikariDataSource();
      pool.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
      pool.setMaximumPoolSize(3);
      new JdbcTemplate(pool).execute("CREATE TABLE jobs (kind text); CREATE TABLE orders (email text)");
      probe("bare pool", pool, pool, false);
      probe("TransactionAwareDataSourceProxy", pool, new TransactionAwareDataSourceProxy(pool), false);
      probe("LazyConnectionDataSourceProxy", pool, new LazyConnectionDataSourceProxy(pool), false);
      probe("TransactionAwareDataSourceProxy, no commit when autocommit is off", pool,
          new TransactionAwareDataSourceProxy(pool), true);
      pool.close();
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
