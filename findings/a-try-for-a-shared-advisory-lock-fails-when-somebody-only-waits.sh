#!/usr/bin/env bash
# Package and version: PostgreSQL 18.6.
#
# Behaviour: a shared advisory lock is held, and nobody has it alone. A try to share it (pg_try_advisory_xact_lock_shared) still
# answers false as soon as somebody waits to have it alone: who waits is before whoever comes, also before one that would not wait.
# LOCK TABLE ... NOWAIT fails in the same way. A row is otherwise: FOR SHARE SKIP LOCKED takes it while somebody waits for it alone.
# So false from a try does not mean that somebody holds the lock, and workers that share one all stop when a migration queues up.
#
# Output seen:
#   pg_try_advisory_xact_lock_shared: t; while somebody waits: f
#   LOCK TABLE ... IN ACCESS SHARE MODE NOWAIT: t; while somebody waits: 55P03
#   FOR SHARE SKIP LOCKED: t; while somebody waits: t
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

class Finding {
  static String ask(Connection connection, String question) {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(question)) {
      return row.next() ? row.getString(1) : "passed by";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  static void run(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  interface Try {
    String by(Connection connection);
  }

  /** One holds a lock that may be shared. Somebody tries to share it: alone, and while another waits for the lock alone. */
  static void tell(EmbeddedPostgres server, String what, String held, String wanted, Try sharing) throws Exception {
    try (Connection holder = server.getPostgresDatabase().getConnection();
        Connection waiter = server.getPostgresDatabase().getConnection();
        Connection other = server.getPostgresDatabase().getConnection()) {
      for (Connection one : new Connection[] {holder, waiter, other}) {
        one.setAutoCommit(false);
      }
      run(holder, held);
      String before = sharing.by(other);
      other.rollback();
      Thread waits = new Thread(() -> run(waiter, wanted));
      waits.start();
      String pid = ask(other, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
      while (pid.equals("0")) {
        Thread.sleep(50);
        other.rollback();
        pid = ask(other, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
      }
      String beside = sharing.by(other);
      other.rollback();
      holder.rollback();
      waits.join();
      waiter.rollback();
      System.out.println(what + ": " + before + "; while somebody waits: " + beside);
    }
  }

  public static void main(String[] arguments) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      try (Connection connection = server.getPostgresDatabase().getConnection()) {
        run(connection, "CREATE TABLE jobs (id int PRIMARY KEY)");
        run(connection, "INSERT INTO jobs VALUES (1)");
      }
      tell(server, "pg_try_advisory_xact_lock_shared", "SELECT pg_advisory_xact_lock_shared(7)", "SELECT pg_advisory_xact_lock(7)",
          other -> ask(other, "SELECT pg_try_advisory_xact_lock_shared(7)"));
      tell(server, "LOCK TABLE ... IN ACCESS SHARE MODE NOWAIT", "LOCK TABLE jobs IN ACCESS SHARE MODE",
          "LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE",
          other -> {
            try (Statement statement = other.createStatement()) {
              statement.execute("LOCK TABLE jobs IN ACCESS SHARE MODE NOWAIT");
              return "t";
            } catch (SQLException e) {
              return e.getSQLState();
            }
          });
      tell(server, "FOR SHARE SKIP LOCKED", "SELECT id FROM jobs FOR SHARE", "SELECT id FROM jobs FOR UPDATE",
          other -> ask(other, "SELECT 't' FROM jobs FOR SHARE SKIP LOCKED"));
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
