#!/usr/bin/env bash
# Package and version: spring-context 7.0.10 (CronExpression), quartz 2.5.2 (CronExpression), croniter 7.0.0 (Python).
#
# Behaviour: "31W" is the weekday nearest to the 31st. Where the 31st is a Sunday, the nearest weekday of the month is Friday
# the 29th. Quartz takes that day. Spring leaves the month out without an error: no fire in May 2026. Both leave out months of
# thirty days; croniter fires there on the last weekday, so in every month. An expression that is moved from one library to
# another loses month ends.
#
# Output seen:
#   spring   01-30 03-31 07-31 08-31 10-30 12-31
#   quartz   01-30 03-31 05-29 07-31 08-31 10-30 12-31
#   croniter 01-30 02-27 03-31 04-30 05-29 06-30 07-31 08-31 09-30 10-30 11-30 12-31
#
# Needs: bash, Maven, a JDK 17 or newer, Python 3.10 or newer with pip.
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
    <dependency><groupId>org.quartz-scheduler</groupId><artifactId>quartz</artifactId><version>2.5.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.TimeZone;

class Finding {
  static void print(String name, StringBuilder days) {
    System.out.println(name + days);
  }

  public static void main(String[] args) throws Exception {
    ZonedDateTime start = Instant.parse("2026-01-01T00:00:00Z").atZone(ZoneOffset.UTC);
    LocalDate end = LocalDate.of(2027, 1, 1);

    var spring = org.springframework.scheduling.support.CronExpression.parse("0 0 9 31W * *");
    StringBuilder days = new StringBuilder();
    for (ZonedDateTime t = spring.next(start); t.toLocalDate().isBefore(end); t = spring.next(t)) {
      days.append(' ').append(t.toLocalDate().toString().substring(5));
    }
    print("spring  ", days);

    var quartz = new org.quartz.CronExpression("0 0 9 31W * ?");
    quartz.setTimeZone(TimeZone.getTimeZone("UTC"));
    days = new StringBuilder();
    for (Date t = quartz.getNextValidTimeAfter(Date.from(start.toInstant())); ; t = quartz.getNextValidTimeAfter(t)) {
      LocalDate day = t.toInstant().atZone(ZoneOffset.UTC).toLocalDate();
      if (!day.isBefore(end)) {
        break;
      }
      days.append(' ').append(day.toString().substring(5));
    }
    print("quartz  ", days);
  }
}
JAVA
mvn -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory="$work/lib" -DincludeScope=runtime
python3 -m pip install -q --no-warn-conflicts --disable-pip-version-check --root-user-action=ignore --target "$work/python" croniter==7.0.0
cat > "$work/finding.py" << 'PYTHON'
from datetime import datetime, timezone
from croniter import croniter
it = croniter("0 9 31W * *", datetime(2026, 1, 1, tzinfo=timezone.utc))
days = []
while True:
    t = it.get_next(datetime)
    if t.year > 2026:
        break
    days.append(t.strftime("%m-%d"))
print("croniter", *days)
PYTHON
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
java -cp "$work/lib/*" "$work/Finding.java" > "$work/seen"
PYTHONPATH=$work/python python3 "$work/finding.py" >> "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
