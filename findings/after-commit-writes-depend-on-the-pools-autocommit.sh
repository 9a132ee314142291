#!/usr/bin/env bash
# Package and version: Spring Framework 7.0.10 (spring-jdbc, spring-tx) with HikariCP 7.1.0 and pgjdbc 42.7.14 on PostgreSQL
# 18.6.
#
# Behaviour: a job is enqueued through JdbcTemplate in afterCommit (where @TransactionalEventListener runs by default) or in
# afterCompletion. Spring's transaction is over, but its connection is still bound, with autocommit off. So the INSERT opens
# another transaction, which nobody commits. With a pool at its defaults the row appears all the same: giving the connection
# back turns autocommit on, and pgjdbc commits then. With a pool of autoCommit=false the pool rolls back: no exception, no
# row. In afterCompletion of a transaction that was rolled back, the pool at its defaults keeps the row too.
#
# Output seen:
#   pool autoCommit=true, transaction commits: written in afterCommit 1, in afterCompletion 1
#   pool autoCommit=true, transaction rolls back: written in afterCompletion 1
#   pool autoCommit=false, transaction commits: written in afterCommit 0, in afterCompletion 0
#   pool autoCommit=false, transaction rolls back: written in afterCompletion 0
#   pool autoCommit=false, in a new transaction (REQUIRES_NEW): written in afterCommit 1
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
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

class Finding {
  static JdbcTemplate outside;

  static long written(boolean autoCommit, boolean rollback, String phase, boolean fresh) {
    outside.execute("TRUNCATE jobs");
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(((DriverManagerDataSource) outside.getDataSource()).getUrl());
      pool.setMaximumPoolSize(2);
      pool.setAutoCommit(autoCommit);
      JdbcTemplate jdbc = new JdbcTemplate(pool);
      JdbcTransactionManager manager = new JdbcTransactionManager(pool);
      TransactionTemplate another = new TransactionTemplate(manager);
      another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
      new TransactionTemplate(manager).executeWithoutResult(transaction -> {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
          void enqueue() {
            if (fresh) {
              another.executeWithoutResult(t -> jdbc.update("INSERT INTO jobs VALUES ('mail')"));
            } else {
              jdbc.update("INSERT INTO jobs VALUES ('mail')");
            }
          }

          @Override
          public void afterCommit() {
            if (phase.equals("afterCommit")) {
              enqueue();
            }
          }

          @Override
          public void afterCompletion(int status) {
            if (phase.equals("afterCompletion")) {
              enqueue();
            }
          }
        });
        jdbc.queryForObject("SELECT 1", Integer.class);
        if (rollback) {
          transaction.setRollbackOnly();
        }
      });
    }
    return outside.queryForObject("SELECT count(*) FROM jobs", Long.class);
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      outside = new JdbcTemplate(new DriverManagerDataSource(server.getJdbcUrl("postgres", "postgres")));
      outside.execute("CREATE TABLE jobs (kind text)");
      for (boolean autoCommit : new boolean[] {true, false}) {
        System.out.println("pool autoCommit=" + autoCommit + ", transaction commits: written in afterCommit "
            + written(autoCommit, false, "afterCommit", false) + ", in afterCompletion "
            + written(autoCommit, false, "afterCompletion", false));
        System.out.println("pool autoCommit=" + autoCommit + ", transaction rolls back: written in afterCompletion "
            + written(autoCommit, true, "afterCompletion", false));
      }
      System.out.println("pool autoCommit=false, in a new transaction (REQUIRES_NEW): written in afterCommit "
          + written(false, false, "afterCommit", true));
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
