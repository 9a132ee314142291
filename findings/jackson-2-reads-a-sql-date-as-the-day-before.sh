#!/usr/bin/env bash
# Package and version: jackson-databind 2.21.8, beside jackson-databind 3.1.8.
#
# Behaviour: a java.sql.Date is written as the day that it is, "2026-11-28" (dates not as timestamps). Jackson 2 reads that as
# midnight UTC, so that west of Greenwich the value read back is the day before, without an error. Jackson 3 writes an instant,
# and the day comes back as it was.
#
# Output seen (in America/New_York):
#   Jackson 2: "2026-11-28", read back 2026-11-27
#   Jackson 3: "2026-11-28T05:00:00.000Z", read back 2026-11-28
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
  <dependencies>
    <dependency><groupId>tools.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>3.1.8</version></dependency>
    <dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>2.21.8</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import java.sql.Date;

class Finding {
  public static void main(String[] args) throws Exception {
    Date day = Date.valueOf("2026-11-28");
    var two =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .disable(com.fasterxml.jackson.databind.SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    String written = two.writeValueAsString(day);
    System.out.println("Jackson 2: " + written + ", read back " + two.readValue(written, Date.class));
    var three = tools.jackson.databind.json.JsonMapper.builder().build();
    written = three.writeValueAsString(day);
    System.out.println("Jackson 3: " + written + ", read back " + three.readValue(written, Date.class));
  }
}
JAVA
mvn -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory="$work/lib" -DincludeScope=runtime
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
java -Duser.timezone=America/New_York -cp "$work/lib/*" "$work/Finding.java" > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
