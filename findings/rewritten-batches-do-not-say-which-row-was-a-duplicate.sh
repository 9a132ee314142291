#!/usr/bin/env bash
# Package and version: pgjdbc 42.7.14 on PostgreSQL 18.6.
#
# Behaviour: a batch of INSERT ... ON CONFLICT DO NOTHING answers 1 for each row that was inserted and 0 for each duplicate.
# With reWriteBatchedInserts=true the driver joins rows into statements of several rows, and all rows of such a statement
# answer -2 (SUCCESS_NO_INFO) as soon as one of them was inserted, or 0 if none was. The last row of a batch may stand alone
# and answer 1 or 0. So the answers of one batch are a mixture, and -2 stands for duplicates too. Here the table holds the
# keys 1, 2 and 3.
#
# Output seen:
#   reWriteBatchedInserts=false, keys [1, 2, 3]: [0, 0, 0]
#   reWriteBatchedInserts=false, keys [3, 4, 1]: [0, 1, 0]
#   reWriteBatchedInserts=false, keys [5, 1, 6, 2, 3]: [1, 0, 1, 0, 0]
#   reWriteBatchedInserts=true, keys [1, 2, 3]: [0, 0, 0]
#   reWriteBatchedInserts=true, keys [3, 4, 1]: [-2, -2, 0]
#   reWriteBatchedInserts=true, keys [5, 1, 6, 2, 3]: [-2, -2, -2, -2, 0]
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
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

class Finding {
  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      for (boolean rewrite : new boolean[] {false, true}) {
        try (Connection connection = DriverManager.getConnection(url + "&reWriteBatchedInserts=" + rewrite);
            Statement statement = connection.createStatement()) {
          statement.execute("DROP TABLE IF EXISTS job");
          statement.execute("CREATE TABLE job (key int PRIMARY KEY)");
          statement.execute("INSERT INTO job VALUES (1), (2), (3)");
          look(rewrite, connection, 1, 2, 3);
          look(rewrite, connection, 3, 4, 1);
          look(rewrite, connection, 5, 1, 6, 2, 3);
        }
      }
    }
  }

  static void look(boolean rewrite, Connection connection, int... keys) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO job VALUES (?) ON CONFLICT DO NOTHING")) {
      for (int key : keys) {
        insert.setInt(1, key);
        insert.addBatch();
      }
      System.out.println(
          "reWriteBatchedInserts=" + rewrite + ", keys " + Arrays.toString(keys) + ": "
              + Arrays.toString(insert.executeBatch()));
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
