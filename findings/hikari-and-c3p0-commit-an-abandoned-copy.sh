#!/usr/bin/env bash
# Package and version: HikariCP 7.1.0 and c3p0 0.14.1 with pgjdbc 42.7.14 on PostgreSQL 18.6.
#
# Behaviour: a pool rolls back what a borrower leaves unfinished: with HikariCP and c3p0 an INSERT in a transaction that is
# neither committed nor rolled back is gone after close(). A COPY is not. The application reaches the COPY API of the driver
# by unwrap(), so the pool does not see that anything was written since the last commit. It skips the rollback and only turns
# autocommit on, and pgjdbc commits then. So a bulk insert by COPY in a try-with-resources block whose body throws is
# committed. One statement through the pool's connection in the same transaction is enough to make the pool roll back. A
# HikariCP pool of autoCommit=false keeps the transaction open instead, and the next borrower's commit commits the COPY of the
# borrower before.
#
# Output seen:
#   HikariCP: an INSERT that is abandoned: 0 rows
#   HikariCP: a COPY that is abandoned: 1 rows
#   HikariCP: a SELECT, then a COPY that is abandoned: 0 rows
#   HikariCP: a SELECT, commit, a COPY that is abandoned: 1 rows
#   c3p0: an INSERT that is abandoned: 0 rows
#   c3p0: a COPY that is abandoned: 1 rows
#   c3p0: a SELECT, then a COPY that is abandoned: 0 rows
#   c3p0: a SELECT, commit, a COPY that is abandoned: 1 rows
#   HikariCP of autoCommit=false: a COPY that is abandoned: 0 rows, after the next borrower's commit 1 rows
#   no pool: a COPY that is abandoned: 0 rows
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
    <dependency><groupId>com.mchange</groupId><artifactId>c3p0</artifactId><version>0.14.1</version></dependency>
    <dependency><groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

class Finding {
  static String url;
  static int tag = 0;

  static void execute(Connection connection, String sql) throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static int rows(int tag) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM jobs WHERE id = " + tag)) {
      row.next();
      return row.getInt(1);
    }
  }

  static int abandon(DataSource pool, String what) throws Exception {
    tag++;
    try (Connection connection = pool.getConnection()) {
      if (connection.getAutoCommit()) {
        connection.setAutoCommit(false);
      }
      if (what.startsWith("a SELECT")) {
        execute(connection, "SELECT 1");
      }
      if (what.contains("commit")) {
        connection.commit();
      }
      if (what.startsWith("an INSERT")) {
        execute(connection, "INSERT INTO jobs VALUES (" + tag + ")");
      } else {
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY jobs FROM STDIN", new StringReader(tag + "\n"));
      }
      throw new IllegalStateException("the business says no");
    } catch (IllegalStateException expected) {
      Thread.sleep(500); // c3p0 takes connections back on another thread
    }
    return rows(tag);
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      url = server.getJdbcUrl("postgres", "postgres");
      try (Connection connection = DriverManager.getConnection(url)) {
        execute(connection, "CREATE TABLE jobs (id int)");
      }
      HikariDataSource hikari = new HikariDataSource();
      hikari.setJdbcUrl(url);
      hikari.setMaximumPoolSize(1);
      ComboPooledDataSource c3p0 = new ComboPooledDataSource();
      c3p0.setJdbcUrl(url);
      c3p0.setInitialPoolSize(1);
      c3p0.setMinPoolSize(1);
      c3p0.setMaxPoolSize(1);
      String[] ways = {"an INSERT", "a COPY", "a SELECT, then a COPY", "a SELECT, commit, a COPY"};
      for (String way : ways) {
        System.out.println("HikariCP: " + way + " that is abandoned: " + abandon(hikari, way) + " rows");
      }
      for (String way : ways) {
        System.out.println("c3p0: " + way + " that is abandoned: " + abandon(c3p0, way) + " rows");
      }
      hikari.close();
      c3p0.close();
      HikariDataSource manual = new HikariDataSource();
      manual.setJdbcUrl(url);
      manual.setMaximumPoolSize(1);
      manual.setAutoCommit(false);
      int before = abandon(manual, "a COPY");
      try (Connection next = manual.getConnection()) {
        execute(next, "SELECT 1");
        next.commit();
      }
      System.out.println("HikariCP of autoCommit=false: a COPY that is abandoned: " + before
          + " rows, after the next borrower's commit " + rows(tag) + " rows");
      manual.close();
      PGSimpleDataSource none = new PGSimpleDataSource();
      none.setUrl(url);
      System.out.println("no pool: a COPY that is abandoned: " + abandon(none, "a COPY") + " rows");
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
