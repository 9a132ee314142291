#!/usr/bin/env bash
# Packages and versions: pgjdbc 42.7.14 and HikariCP 7.1.0 on PostgreSQL 18.6, JDK 25.
#
# Behaviour: a job queue interrupts the handler of a cancelled job, which is amid a statement. On a platform thread pgjdbc does not
# notice: the statement runs to its end. On a virtual thread the JDK closes the socket: the statement fails with 08006, the
# transaction can't even be rolled back, and the server, which nobody tells, goes on with the statement and keeps its locks. While
# the flag of the interrupt is set, each statement whose answer is not there at once closes its connection too, so code that cleans
# up or tries again empties the pool. Thread.interrupted(), which clears the flag, is enough to work again, and with the setting
# client_connection_check_interval the server notices and stops.
#
# Output seen:
#   platform thread, interrupted amid a statement: right; then rollback: right; the server has stopped: false
#   platform thread, with the flag set, three connections: right, right, right; closed in the pool: 0
#   virtual thread, interrupted amid a statement: 08006; then rollback: failed; the server has stopped: false
#   virtual thread and client_connection_check_interval, interrupted amid a statement: 08006; then rollback: failed; the server has stopped: true
#   virtual thread, with the flag set, three connections: 08006, 08006, 08006; closed in the pool: 3
#   virtual thread, the flag cleared, three connections: right, right, right; closed in the pool: 0
#
# Needs: bash, Maven, a JDK 21 or newer.
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
    <dependency><groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

class Finding {
  static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  static String tried(Connection connection, String query) {
    try {
      number(connection, query);
      return "right";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  static HikariDataSource pool(DataSource database) throws InterruptedException {
    HikariDataSource pool = new HikariDataSource();
    pool.setDataSource(database);
    pool.setMaximumPoolSize(3);
    pool.setMinimumIdle(3);
    while (pool.getHikariPoolMXBean() == null || pool.getHikariPoolMXBean().getIdleConnections() < 3) {
      try (Connection connection = pool.getConnection()) {
        Thread.sleep(20);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
    return pool;
  }

  static void amid(Thread.Builder threads, String name, String setting, DataSource database) throws Exception {
    try (HikariDataSource pool = pool(database); Connection looks = database.getConnection()) {
      CountDownLatch begun = new CountDownLatch(1);
      StringBuffer said = new StringBuffer();
      Thread thread = threads.start(() -> {
        try (Connection connection = pool.getConnection()) {
          connection.setAutoCommit(false);
          number(connection, "SELECT count(set_config('client_connection_check_interval', '" + setting + "', false))");
          begun.countDown();
          said.append(tried(connection, "SELECT 1 FROM pg_sleep(6)")).append("; then rollback: ");
          connection.rollback();
          said.append("right");
        } catch (SQLException e) {
          said.append("failed");
        }
      });
      begun.await();
      String active = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT 1 FROM pg_sleep(6)'";
      while (number(looks, active) == 0) {
        Thread.sleep(20);
      }
      thread.interrupt();
      Thread.sleep(1000);
      boolean stopped = number(looks, active) == 0;
      thread.join();
      System.out.println(name + ", interrupted amid a statement: " + said + "; the server has stopped: " + stopped);
      while (number(looks, active) > 0) {
        Thread.sleep(20);
      }
    }
  }

  static void flagged(Thread.Builder threads, String name, boolean cleared, DataSource database) throws Exception {
    try (HikariDataSource pool = pool(database); Connection looks = database.getConnection()) {
      List<Long> before = pids(looks);
      List<String> said = new ArrayList<>();
      threads.start(() -> {
        for (int i = 0; i < 3; i++) {
          try (Connection connection = pool.getConnection()) {
            Thread.currentThread().interrupt();
            if (cleared) {
              Thread.interrupted();
            }
            said.add(tried(connection, "SELECT 1 FROM pg_sleep(0.3)"));
            Thread.interrupted();
          } catch (SQLException e) {
            said.add("none");
          }
        }
      }).join();
      Thread.sleep(500);
      before.removeAll(pids(looks));
      System.out.println(name + ", three connections: " + String.join(", ", said) + "; closed in the pool: " + before.size());
    }
  }

  static List<Long> pids(Connection looks) throws SQLException {
    List<Long> pids = new ArrayList<>();
    try (Statement statement = looks.createStatement();
        ResultSet row = statement.executeQuery(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")) {
      while (row.next()) {
        pids.add(row.getLong(1));
      }
    }
    return pids;
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      DataSource database = server.getPostgresDatabase();
      amid(Thread.ofPlatform(), "platform thread", "0", database);
      flagged(Thread.ofPlatform(), "platform thread, with the flag set", false, database);
      amid(Thread.ofVirtual(), "virtual thread", "0", database);
      amid(Thread.ofVirtual(), "virtual thread and client_connection_check_interval", "100ms", database);
      flagged(Thread.ofVirtual(), "virtual thread, with the flag set", false, database);
      flagged(Thread.ofVirtual(), "virtual thread, the flag cleared", true, database);
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
