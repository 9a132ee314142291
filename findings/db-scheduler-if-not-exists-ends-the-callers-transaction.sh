#!/usr/bin/env bash
# Package and version: db-scheduler 16.12.0 and Spring Framework 7.0.10 (spring-jdbc) with pgjdbc 42.7.14 on PostgreSQL 18.6.
#
# Behaviour: scheduleIfNotExists answers false if the task exists, also when another transaction writes the task at the same
# moment: db-scheduler catches the violation of the primary key and looks again. In the transaction of the caller (through
# TransactionAwareDataSourceProxy) that cannot work, since PostgreSQL has aborted the transaction: the call throws, and the
# order that the caller wrote before is gone.
#
# Output seen:
#   no transaction, another one writes the task: scheduleIfNotExists returns false, orders 1, tasks 1
#   in a transaction, the task is there: scheduleIfNotExists returns false, orders 1, tasks 1
#   in a transaction, another one writes the task: scheduleIfNotExists throws 23505, orders 0, tasks 1
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
    <dependency><groupId>com.github.kagkarlsson</groupId><artifactId>db-scheduler</artifactId><version>16.12.0</version></dependency>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-jdbc</artifactId><version>7.0.10</version></dependency>
    <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.14</version></dependency>
    <dependency><groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class Finding {
  static final OneTimeTask<Void> MAIL = Tasks.oneTime("mail").execute((instance, context) -> {});

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      DataSource database = server.getPostgresDatabase();
      JdbcTemplate jdbc = new JdbcTemplate(database);
      jdbc.execute("CREATE TABLE orders (id text)");
      jdbc.execute("CREATE TABLE scheduled_tasks (task_name text, task_instance text, task_data bytea,"
          + " execution_time timestamptz, picked boolean, picked_by text, last_success timestamptz,"
          + " last_failure timestamptz, consecutive_failures int, last_heartbeat timestamptz, version bigint,"
          + " priority smallint, state text, PRIMARY KEY (task_name, task_instance))");
      SchedulerClient client =
          SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(database), MAIL).build();
      TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
      TransactionTemplate none = new TransactionTemplate(transactions.getTransactionManager());
      none.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
      look("no transaction, another one writes the task", client, jdbc, none, true);
      look("in a transaction, the task is there", client, jdbc, transactions, false);
      look("in a transaction, another one writes the task", client, jdbc, transactions, true);
    }
  }

  static void look(
      String when, SchedulerClient client, JdbcTemplate jdbc, TransactionTemplate transactions, boolean meanwhile)
      throws Exception {
    jdbc.execute("TRUNCATE orders, scheduled_tasks");
    try (Connection other = jdbc.getDataSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
          + " VALUES ('mail', '42', now(), false, 1)");
      CompletableFuture<Void> committed;
      if (meanwhile) {
        committed = CompletableFuture.runAsync(() -> commitWhenSomebodyWaits(other, jdbc));
      } else {
        other.commit();
        committed = CompletableFuture.completedFuture(null);
      }
      String answer;
      try {
        answer = transactions.execute(transaction -> {
          jdbc.update("INSERT INTO orders VALUES ('jo')");
          return "returns " + client.scheduleIfNotExists(MAIL.instance("42"), Instant.now());
        });
      } catch (RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
          cause = cause.getCause();
        }
        answer = "throws " + (cause instanceof SQLException sql ? sql.getSQLState() : cause.toString());
      }
      committed.join();
      System.out.println(when + ": scheduleIfNotExists " + answer + ", orders "
          + jdbc.queryForObject("SELECT count(*) FROM orders", Integer.class) + ", tasks "
          + jdbc.queryForObject("SELECT count(*) FROM scheduled_tasks", Integer.class));
    }
  }

  static void commitWhenSomebodyWaits(Connection connection, JdbcTemplate jdbc) {
    String waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted";
    try {
      for (int i = 0; i < 200 && jdbc.queryForObject(waiting, Integer.class) == 0; i++) {
        Thread.sleep(50);
      }
      connection.commit();
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
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
