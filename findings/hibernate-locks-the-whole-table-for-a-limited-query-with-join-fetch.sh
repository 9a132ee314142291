#!/usr/bin/env bash
# Package and version: Hibernate ORM 7.2.19.Final with pgjdbc 42.7.14 on PostgreSQL 18.6.
#
# Behaviour: a worker claims jobs by a Hibernate query with setMaxResults(2) and LockMode.UPGRADE_SKIPLOCKED. The lock and the
# limit stand in one statement, and two workers get two jobs each. With "left join fetch" of a collection in the query,
# Hibernate reads the whole table without a limit, locks every row by a second statement with SKIP LOCKED, and hands out two.
# So the first worker holds all jobs, and the query of the second fails with an AssertionFailure, since its second statement
# finds nothing.
#
# Output seen:
#   no fetch: the first worker claims [1, 2] and locks 2 of 10 rows, the second claims [3, 4]
#   join fetch: the first worker claims [1, 2] and locks 10 of 10 rows, the second claims AssertionFailure: Expecting results
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
    <dependency><groupId>org.hibernate.orm</groupId><artifactId>hibernate-core</artifactId><version>7.2.19.Final</version></dependency>
    <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.14</version></dependency>
    <dependency><groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.LockMode;
import org.hibernate.cfg.Configuration;

class Finding {
  @Entity(name = "Job")
  public static class Job {
    @Id int id;
    @ElementCollection Set<String> tags;
  }

  public static void main(String[] args) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      Configuration configuration = new Configuration().addAnnotatedClass(Job.class);
      configuration.setProperty("hibernate.connection.url", server.getJdbcUrl("postgres", "postgres"));
      configuration.setProperty("hibernate.hbm2ddl.auto", "create");
      try (SessionFactory factory = configuration.buildSessionFactory()) {
        factory.inTransaction(session -> {
          for (int i = 1; i <= 10; i++) {
            Job job = new Job();
            job.id = i;
            job.tags = Set.of("a", "b");
            session.persist(job);
          }
        });
        look(factory, "no fetch", "from Job j order by j.id");
        look(factory, "join fetch", "from Job j left join fetch j.tags order by j.id");
      }
    }
  }

  static void look(SessionFactory factory, String name, String query) {
    try (Session one = factory.openSession();
        Session two = factory.openSession()) {
      one.beginTransaction();
      two.beginTransaction();
      String first = claim(one, query);
      int free = factory.fromTransaction(session ->
          session.createNativeQuery("SELECT id FROM Job FOR UPDATE SKIP LOCKED", Integer.class).getResultList().size());
      System.out.println(
          name + ": the first worker claims " + first + " and locks " + (10 - free) + " of 10 rows, the second claims "
              + claim(two, query));
      one.getTransaction().rollback();
      two.getTransaction().rollback();
    }
  }

  static String claim(Session session, String query) {
    try {
      List<Job> jobs =
          session.createSelectionQuery(query, Job.class)
              .setMaxResults(2)
              .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED)
              .getResultList();
      return jobs.stream().map(job -> job.id).toList().toString();
    } catch (RuntimeException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }
}
JAVA
mvn -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory="$work/lib" -DincludeScope=runtime
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
javac -d "$work/classes" -cp "$work/lib/*" "$work/Finding.java"
java -cp "$work/classes:$work/lib/*" Finding > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
