#!/usr/bin/env bash
# Package and version: cron-utils 9.2.1 (QUARTZ definition), quartz 2.5.2 (CronExpression).
#
# Behaviour: 28W is the weekday, Monday to Friday, that is nearest to the 28th in the same month. The 28th of February 2027 is a
# Sunday and the last day of its month. There Quartz goes back to Friday, and cron-utils fires on the Sunday. The same with
# the 30th of April 2028 and the 31st of May 2026. A Sunday within the month becomes Monday in both.
#
# Output seen:
#   cron-utils 0 0 9 28W 2 ?  2026-02-27=Fri 2027-02-28=Sun 2028-02-28=Mon
#   quartz     0 0 9 28W 2 ?  2026-02-27=Fri 2027-02-26=Fri 2028-02-28=Mon
#   cron-utils 0 0 9 30W 4 ?  2026-04-30=Thu 2027-04-30=Fri 2028-04-30=Sun
#   quartz     0 0 9 30W 4 ?  2026-04-30=Thu 2027-04-30=Fri 2028-04-28=Fri
#   cron-utils 0 0 9 31W 5 ?  2026-05-31=Sun 2027-05-31=Mon 2028-05-31=Wed
#   quartz     0 0 9 31W 5 ?  2026-05-29=Fri 2027-05-31=Mon 2028-05-31=Wed
#   cron-utils 0 0 9 15W 2 ?  2026-02-16=Mon 2027-02-15=Mon 2028-02-15=Tue
#   quartz     0 0 9 15W 2 ?  2026-02-16=Mon 2027-02-15=Mon 2028-02-15=Tue
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
    <dependency><groupId>com.cronutils</groupId><artifactId>cron-utils</artifactId><version>9.2.1</version></dependency>
    <dependency><groupId>org.quartz-scheduler</groupId><artifactId>quartz</artifactId><version>2.5.2</version></dependency>
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
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.TimeZone;
import java.util.function.UnaryOperator;

class Finding {
  static final ZonedDateTime START = Instant.parse("2026-01-01T12:00:00Z").atZone(ZoneOffset.UTC);

  static void print(String name, String expression, String format, UnaryOperator<ZonedDateTime> next) {
    StringBuilder line = new StringBuilder(String.format("%-10s %-14s", name, expression));
    ZonedDateTime t = START;
    for (int i = 0; i < 3; i++) {
      t = next.apply(t);
      line.append(' ').append(t.format(DateTimeFormatter.ofPattern(format)));
    }
    System.out.println(line);
  }

  static void both(String expression, String format) throws Exception {
    ExecutionTime time = ExecutionTime.forCron(
        new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ)).parse(expression));
    print("cron-utils", expression, format, t -> time.nextExecution(t).orElseThrow());
    var quartz = new org.quartz.CronExpression(expression);
    quartz.setTimeZone(TimeZone.getTimeZone("UTC"));
    print("quartz", expression, format,
        t -> quartz.getNextValidTimeAfter(Date.from(t.toInstant())).toInstant().atZone(ZoneOffset.UTC));
  }

  public static void main(String[] args) throws Exception {
    both("0 0 9 28W 2 ?", "yyyy-MM-dd'='EEE");
    both("0 0 9 30W 4 ?", "yyyy-MM-dd'='EEE");
    both("0 0 9 31W 5 ?", "yyyy-MM-dd'='EEE");
    both("0 0 9 15W 2 ?", "yyyy-MM-dd'='EEE");
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
