#!/usr/bin/env bash
# Package and version: HikariCP 7.1.0 and Agroal 3.2.1, with pgjdbc 42.7.14 and PostgreSQL 18.6.
#
# Behaviour: a pool that is configured without autocommit runs its initial SQL in a transaction and does not end it. The first
# borrower of each connection gets that transaction, open, with the time at which the pool made the connection; his rollback
# takes the initial SQL back, for as long as the connection lives, so later borrowers don't have it either. His commit
# keeps it. With autocommit the same initial SQL stays.
#
# Output seen:
#   HikariCP, autocommit off: borrowed in a transaction: true; setting pool, after a rollback none
#   HikariCP, autocommit on: borrowed in a transaction: false; setting pool, after a rollback pool
#   Agroal, autocommit off: borrowed in a transaction: true; setting pool, after a rollback none
#   Agroal, autocommit on: borrowed in a transaction: false; setting pool, after a rollback pool
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
    <dependency><groupId>io.agroal</groupId><artifactId>agroal-api</artifactId><version>3.2.1</version></dependency>
    <dependency><groupId>io.agroal</groupId><artifactId>agroal-pool</artifactId><version>3.2.1</version></dependency>
    <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.14</version></dependency>
    <dependency><groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

class Finding {
  static final String INIT = "SET application_name = 'pool'";

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      for (boolean autoCommit : new boolean[] {false, true}) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(1);
        config.setAutoCommit(autoCommit);
        config.setConnectionInitSql(INIT);
        try (HikariDataSource pool = new HikariDataSource(config)) {
          look("HikariCP", autoCommit, pool);
        }
      }
      for (boolean autoCommit : new boolean[] {false, true}) {
        AgroalDataSourceConfigurationSupplier config =
            new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(p -> p
                    .maxSize(1)
                    .connectionFactoryConfiguration(f -> f.jdbcUrl(url).autoCommit(autoCommit).initialSql(INIT)));
        try (AgroalDataSource pool = AgroalDataSource.from(config)) {
          look("Agroal", autoCommit, pool);
        }
      }
    }
  }

  static void look(String name, boolean autoCommit, DataSource pool) throws Exception {
    boolean open;
    String first;
    try (Connection borrowed = pool.getConnection()) {
      open = borrowed.unwrap(BaseConnection.class).getTransactionState() == TransactionState.OPEN;
      first = setting(borrowed);
      if (!borrowed.getAutoCommit()) {
        borrowed.rollback();
      }
    }
    String later;
    try (Connection borrowed = pool.getConnection()) {
      later = setting(borrowed);
      if (!borrowed.getAutoCommit()) {
        borrowed.rollback();
      }
    }
    System.out.println(
        name + ", autocommit " + (autoCommit ? "on" : "off") + ": borrowed in a transaction: " + open
            + "; setting " + first + ", after a rollback " + later);
  }

  static String setting(Connection connection) throws Exception {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW application_name")) {
      row.next();
      return "pool".equals(row.getString(1)) ? "pool" : "none";
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
