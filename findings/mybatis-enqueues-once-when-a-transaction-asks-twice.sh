#!/usr/bin/env bash
# Packages and versions: MyBatis 3.5.19, mybatis-spring 3.0.5, Spring Framework 6.2.11 and pgjdbc 42.7.14 on PostgreSQL 18.6.
#
# Behaviour: a mapper enqueues a job by a function: @Select("SELECT enqueue(#{kind})"). Called twice with equal arguments in one
# transaction it runs once: the second call is answered out of the cache of the session, which is on by default, with the id of
# the first job. Without a transaction each call has a session of its own, and both run, so that a test without a transaction
# sees two jobs. useCache = false does not help, for it is about another cache; nor does affectData = true, which says that this
# SELECT writes. flushCache helps, and so do the setting localCacheScope = STATEMENT and any insert between the two calls.
#
# Output seen:
#   two calls in a transaction: ids 1 and 1, rows written 1
#   useCache = false: ids 2 and 2, rows written 1
#   affectData = true: ids 3 and 3, rows written 1
#   an insert between the two: ids 4 and 5, rows written 2
#   flushCache: ids 6 and 7, rows written 2
#   localCacheScope STATEMENT: ids 8 and 9, rows written 2
#   without a transaction: ids 10 and 11, rows written 2
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
    <dependency><groupId>org.mybatis</groupId><artifactId>mybatis-spring</artifactId><version>3.0.5</version></dependency>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-jdbc</artifactId><version>6.2.11</version></dependency>
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
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.mybatis.spring.SqlSessionTemplate;
import org.mybatis.spring.transaction.SpringManagedTransactionFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class Finding {
  public interface Jobs {
    @Select("SELECT enqueue(#{kind})")
    long enqueue(String kind);

    @Select("SELECT enqueue(#{kind})")
    @Options(useCache = false)
    long enqueueUncached(String kind);

    @Select(value = "SELECT enqueue(#{kind})", affectData = true)
    long enqueueAffecting(String kind);

    @Select("SELECT enqueue(#{kind})")
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    long enqueueFlushing(String kind);

    @Insert("INSERT INTO others VALUES (#{kind})")
    int insertOther(String kind);
  }

  static int rows(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("WITH gone AS (DELETE FROM jobs RETURNING 1) SELECT count(*) FROM gone")) {
      row.next();
      return row.getInt(1);
    }
  }

  static Jobs jobs(DataSource source, LocalCacheScope scope) {
    Configuration configuration =
        new Configuration(new Environment("finding", new SpringManagedTransactionFactory(), source));
    configuration.setLocalCacheScope(scope);
    configuration.addMapper(Jobs.class);
    SqlSessionFactory factory = new SqlSessionFactoryBuilder().build(configuration);
    return new SqlSessionTemplate(factory).getMapper(Jobs.class);
  }

  static void tell(DataSource source, String what, LocalCacheScope scope, Function<Jobs, String> calls) throws SQLException {
    Jobs jobs = jobs(source, scope);
    String ids = new TransactionTemplate(new DataSourceTransactionManager(source)).execute(status -> calls.apply(jobs));
    System.out.println(what + ": ids " + ids + ", rows written " + rows(source));
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      DataSource source = server.getPostgresDatabase();
      try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE others (kind text)");
        statement.execute("CREATE TABLE jobs (id bigint GENERATED ALWAYS AS IDENTITY, kind text)");
        statement.execute("CREATE FUNCTION enqueue(kind text) RETURNS bigint LANGUAGE sql VOLATILE AS "
            + "'INSERT INTO jobs (kind) VALUES (kind) RETURNING id'");
      }
      tell(source, "two calls in a transaction", LocalCacheScope.SESSION,
          jobs -> jobs.enqueue("mail") + " and " + jobs.enqueue("mail"));
      tell(source, "useCache = false", LocalCacheScope.SESSION,
          jobs -> jobs.enqueueUncached("mail") + " and " + jobs.enqueueUncached("mail"));
      tell(source, "affectData = true", LocalCacheScope.SESSION,
          jobs -> jobs.enqueueAffecting("mail") + " and " + jobs.enqueueAffecting("mail"));
      tell(source, "an insert between the two", LocalCacheScope.SESSION, jobs -> {
        long first = jobs.enqueue("mail");
        jobs.insertOther("mail");
        return first + " and " + jobs.enqueue("mail");
      });
      tell(source, "flushCache", LocalCacheScope.SESSION,
          jobs -> jobs.enqueueFlushing("mail") + " and " + jobs.enqueueFlushing("mail"));
      tell(source, "localCacheScope STATEMENT", LocalCacheScope.STATEMENT,
          jobs -> jobs.enqueue("mail") + " and " + jobs.enqueue("mail"));
      Jobs jobs = jobs(source, LocalCacheScope.SESSION);
      System.out.println("without a transaction: ids " + jobs.enqueue("mail") + " and " + jobs.enqueue("mail")
          + ", rows written " + rows(source));
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
