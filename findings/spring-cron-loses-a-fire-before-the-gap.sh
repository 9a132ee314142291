#!/usr/bin/env bash
# Package and version: Spring Framework 7.0.10 (spring-context), beside cron-utils 9.2.1.
#
# Behaviour: Greenland (America/Nuuk) puts its clocks forward on Saturday evening, 28 March 2026: 23:00 becomes Sunday 00:00.
# A daily job at 22:30 is not in the gap: that time exists on the Saturday. Spring leaves it out, and goes from Friday to
# Sunday. cron-utils has all days.
#
# Output seen:
#   Spring      03-27T22:30-02:00 03-29T22:30-01:00 03-30T22:30-01:00
#   cron-utils  03-27T22:30-02:00 03-28T22:30-02:00 03-29T22:30-01:00
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
    <dependency><groupId>org.springframework</groupId><artifactId>spring-context</artifactId><version>7.0.10</version></dependency>
    <dependency><groupId>com.cronutils</groupId><artifactId>cron-utils</artifactId><version>9.2.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.function.UnaryOperator;
import org.springframework.scheduling.support.CronExpression;

class Finding {
  public static void main(String[] args) {
    CronExpression spring = CronExpression.parse("0 30 22 * * *");
    print("Spring", spring::next);
    CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    ExecutionTime cronUtils = ExecutionTime.forCron(parser.parse("30 22 * * *"));
    print("cron-utils", time -> cronUtils.nextExecution(time).orElseThrow());
  }

  static void print(String name, UnaryOperator<ZonedDateTime> next) {
    StringBuilder line = new StringBuilder(String.format("%-11s", name));
    ZonedDateTime time = Instant.parse("2026-03-27T12:00:00Z").atZone(ZoneId.of("America/Nuuk"));
    for (int i = 0; i < 3; i++) {
      time = next.apply(time);
      line.append(' ').append(time.toOffsetDateTime().toString().substring(5));
    }
    System.out.println(line);
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
