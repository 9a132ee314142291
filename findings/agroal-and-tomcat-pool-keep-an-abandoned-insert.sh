#!/usr/bin/env bash
# Package and version: Agroal 3.2.1 and Tomcat JDBC pool 11.0.27, beside HikariCP 7.1.0, with pgjdbc 42.7.14 on PostgreSQL
# 18.6; all at their defaults.
#
# Behaviour: setAutoCommit(false), one INSERT, then an exception leaves the try-with-resources block: neither commit() nor
# rollback() was called. HikariCP rolls back. Agroal turns autocommit on again, which makes pgjdbc commit: the row is there.
# The Tomcat JDBC pool takes the connection back with the transaction still open, and the next borrower's commit commits the
# row of the borrower before. Its rollbackOnReturn=true changes nothing unless defaultAutoCommit is set to false. So the
# application must call rollback() itself.
#
# Output seen:
#   HikariCP: committed 0, left open in the pool 0, after the next borrower's commit 0
#   Agroal: committed 1, left open in the pool 0, after the next borrower's commit 1
#   Tomcat: committed 0, left open in the pool 1, after the next borrower's commit 1
#   Tomcat, rollbackOnReturn: committed 0, left open in the pool 1, after the next borrower's commit 1
#   Tomcat, rollbackOnReturn, defaultAutoCommit=false: committed 0, left open in the pool 0, after the next borrower's commit 0
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
    <dependency><groupId>org.apache.tomcat</groupId><artifactId>tomcat-jdbc</artifactId><version>11.0.27</version></dependency>
    <dependency><groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

class Finding {
  static String url;
  static int tag = 0;

  static void execute(Connection connection, String sql) throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static int number(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  static void probe(String name, DataSource pool) throws Exception {
    tag++;
    try (Connection connection = pool.getConnection()) {
      if (connection.getAutoCommit()) {
        connection.setAutoCommit(false);
      }
      execute(connection, "INSERT INTO orders VALUES (" + tag + ")");
      throw new IllegalStateException("the business says no");
    } catch (IllegalStateException expected) {
      Thread.sleep(300);
    }
    String mine = "SELECT count(*) FROM orders WHERE id = " + tag;
    int committed = number(mine);
    int open = number("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'");
    try (Connection next = pool.getConnection()) {
      if (next.getAutoCommit()) {
        next.setAutoCommit(false);
      }
      execute(next, "SELECT 1");
      next.commit();
    }
    System.out.println(name + ": committed " + committed + ", left open in the pool " + open
        + ", after the next borrower's commit " + number(mine));
  }

  static org.apache.tomcat.jdbc.pool.DataSource tomcat() {
    org.apache.tomcat.jdbc.pool.DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource();
    pool.setUrl(url);
    pool.setDriverClassName("org.postgresql.Driver");
    pool.setInitialSize(1);
    pool.setMinIdle(1);
    pool.setMaxIdle(1);
    pool.setMaxActive(1);
    return pool;
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      Logger.getLogger("").setLevel(Level.OFF);
      url = server.getJdbcUrl("postgres", "postgres");
      try (Connection connection = DriverManager.getConnection(url)) {
        execute(connection, "CREATE TABLE orders (id int)");
      }
      HikariDataSource hikari = new HikariDataSource();
      hikari.setJdbcUrl(url);
      hikari.setMaximumPoolSize(1);
      probe("HikariCP", hikari);
      hikari.close();
      AgroalDataSource agroal = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
          .connectionPoolConfiguration(p -> p.maxSize(1).connectionFactoryConfiguration(f -> f.jdbcUrl(url))));
      probe("Agroal", agroal);
      agroal.close();
      org.apache.tomcat.jdbc.pool.DataSource plain = tomcat();
      probe("Tomcat", plain);
      plain.close();
      org.apache.tomcat.jdbc.pool.DataSource rollingBack = tomcat();
      rollingBack.setRollbackOnReturn(true);
      probe("Tomcat, rollbackOnReturn", rollingBack);
      rollingBack.close();
      org.apache.tomcat.jdbc.pool.DataSource manual = tomcat();
      manual.setRollbackOnReturn(true);
      manual.setDefaultAutoCommit(false);
      probe("Tomcat, rollbackOnReturn, defaultAutoCommit=false", manual);
      manual.close();
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
