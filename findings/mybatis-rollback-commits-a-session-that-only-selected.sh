#!/usr/bin/env bash
# Packages and versions: MyBatis 3.5.19, HikariCP 7.0.2 and pgjdbc 42.7.14 on PostgreSQL 18.6.
#
# Behaviour: a mapper enqueues a job by a function: @Select("SELECT enqueue(#{kind})"), in a session without autocommit. MyBatis
# takes a session that ran only @Select for one that wrote nothing. So its rollback() sends no rollback, and neither does close():
# MyBatis then turns autocommit on again before it gives the connection back, and JDBC commits the open transaction by that. The
# job of a rolled back session exists. With skipSetAutoCommitOnClose it is the other way round: not even commit() commits, and the
# pool rolls back. rollback(true) and commit(true) do what they say, and after an @Insert, or a
# @Select with affectData = true, the plain calls do too.
#
# Output seen:
#   @Insert, then rollback(): rows written 0
#   @Select, then rollback(): rows written 1
#   @Select, then close(): rows written 1
#   @Select, then rollback(true): rows written 0
#   @Select with affectData, then rollback(): rows written 0
#   skipSetAutoCommitOnClose, @Select, then rollback(): rows written 0
#   skipSetAutoCommitOnClose, @Select, then commit(): rows written 0
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
    <dependency><groupId>org.mybatis</groupId><artifactId>mybatis</artifactId><version>3.5.19</version></dependency>
    <dependency><groupId>com.zaxxer</groupId><artifactId>HikariCP</artifactId><version>7.0.2</version></dependency>
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
import java.util.Properties;
import java.util.function.Consumer;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

class Finding {
  public interface Jobs {
    @Select("SELECT enqueue(#{kind})")
    long enqueue(String kind);

    @Select(value = "SELECT enqueue(#{kind})", affectData = true)
    long enqueueAffecting(String kind);

    @Insert("INSERT INTO jobs (kind) VALUES (#{kind})")
    int insert(String kind);
  }

  static int rows(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("WITH gone AS (DELETE FROM jobs RETURNING 1) SELECT count(*) FROM gone")) {
      row.next();
      return row.getInt(1);
    }
  }

  static void tell(DataSource source, boolean skip, String what, Consumer<Jobs> work, Consumer<SqlSession> end)
      throws SQLException {
    JdbcTransactionFactory transactions = new JdbcTransactionFactory();
    Properties properties = new Properties();
    properties.setProperty("skipSetAutoCommitOnClose", "" + skip);
    transactions.setProperties(properties);
    Configuration configuration = new Configuration(new Environment("finding", transactions, source));
    configuration.addMapper(Jobs.class);
    try (SqlSession session = new SqlSessionFactoryBuilder().build(configuration).openSession()) {
      work.accept(session.getMapper(Jobs.class));
      end.accept(session);
    }
    System.out.println(what + ": rows written " + rows(source));
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(); HikariDataSource source = new HikariDataSource()) {
      source.setDataSource(server.getPostgresDatabase());
      try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE jobs (id bigint GENERATED ALWAYS AS IDENTITY, kind text)");
        statement.execute("CREATE FUNCTION enqueue(kind text) RETURNS bigint LANGUAGE sql VOLATILE AS "
            + "'INSERT INTO jobs (kind) VALUES (kind) RETURNING id'");
      }
      tell(source, false, "@Insert, then rollback()", jobs -> jobs.insert("mail"), SqlSession::rollback);
      tell(source, false, "@Select, then rollback()", jobs -> jobs.enqueue("mail"), SqlSession::rollback);
      tell(source, false, "@Select, then close()", jobs -> jobs.enqueue("mail"), session -> {});
      tell(source, false, "@Select, then rollback(true)", jobs -> jobs.enqueue("mail"), session -> session.rollback(true));
      tell(source, false, "@Select with affectData, then rollback()", jobs -> jobs.enqueueAffecting("mail"), SqlSession::rollback);
      tell(source, true, "skipSetAutoCommitOnClose, @Select, then rollback()", jobs -> jobs.enqueue("mail"), SqlSession::rollback);
      tell(source, true, "skipSetAutoCommitOnClose, @Select, then commit()", jobs -> jobs.enqueue("mail"), SqlSession::commit);
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
