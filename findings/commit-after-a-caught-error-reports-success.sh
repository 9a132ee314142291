#!/usr/bin/env bash
# Package and version: pgjdbc 42.7.14 and Spring Framework 7.0.10 (spring-jdbc, spring-tx) on PostgreSQL 18.6.
#
# Behaviour: a statement fails inside a transaction, the application catches the exception (an expected duplicate, for
# instance) and goes on. PostgreSQL has aborted the transaction and answers the COMMIT with ROLLBACK, but Connection.commit()
# returns normally, and so does setAutoCommit(true). In Spring a TransactionTemplate whose callback catches a
# DuplicateKeyException ends without an exception, its afterCommit callbacks run with the status "committed", and nothing was
# written. So an afterCommit callback is no proof that a job or a row exists. Set a savepoint before a statement that may
# fail.
#
# Output seen:
#   JDBC: second insert 23505 was caught, commit() returned, rows 0
#   JDBC: second insert 23505 was caught, setAutoCommit(true) returned, rows 0
#   Spring: DuplicateKeyException was caught, the template returned, afterCommit ran, status committed, rows 0
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

class Finding {
  static String state(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return "ok";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  static int rows(String url) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
      row.next();
      return row.getInt(1);
    }
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      try (Connection connection = DriverManager.getConnection(url)) {
        state(connection, "CREATE TABLE orders (id int PRIMARY KEY)");
        for (String end : new String[] {"commit()", "setAutoCommit(true)"}) {
          connection.setAutoCommit(false);
          state(connection, "INSERT INTO orders VALUES (1)");
          String second = state(connection, "INSERT INTO orders VALUES (1)");
          if (end.startsWith("commit")) {
            connection.commit();
          }
          connection.setAutoCommit(true);
          System.out.println("JDBC: second insert " + second + " was caught, " + end + " returned, rows " + rows(url));
        }
      }
      DriverManagerDataSource dataSource = new DriverManagerDataSource(url);
      JdbcTemplate jdbc = new JdbcTemplate(dataSource);
      AtomicReference<String> after = new AtomicReference<>("");
      AtomicReference<String> caught = new AtomicReference<>("nothing");
      new TransactionTemplate(new JdbcTransactionManager(dataSource)).executeWithoutResult(transaction -> {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            after.set("afterCommit ran");
          }

          @Override
          public void afterCompletion(int status) {
            after.set(after.get() + ", status " + (status == STATUS_COMMITTED ? "committed" : "not committed"));
          }
        });
        jdbc.update("INSERT INTO orders VALUES (1)");
        try {
          jdbc.update("INSERT INTO orders VALUES (1)");
        } catch (DuplicateKeyException e) {
          caught.set(e.getClass().getSimpleName());
        }
      });
      System.out.println("Spring: " + caught + " was caught, the template returned, " + after + ", rows " + rows(url));
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
