#!/usr/bin/env bash
# Package and version: quartz 2.5.2 (CronExpression).
#
# Behaviour: Greenland (America/Nuuk) puts its clocks forward late on Saturday evening: 23:00 becomes Sunday 00:00. The hour
# that does not exist is the last one of its day. Quartz goes from it not to the midnight that follows, but to the one after:
# an hourly trigger is silent from Saturday 22:00 until Monday 00:00. The right row is Saturday 22:00-02:00, Sunday
# 00:00-01:00, Sunday 01:00-01:00.
#
# Output seen:
#   2026-03-28T21:00-02:00
#   2026-03-28T22:00-02:00
#   2026-03-30T00:00-01:00
#   2026-03-30T01:00-01:00
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
    <dependency><groupId>org.quartz-scheduler</groupId><artifactId>quartz</artifactId><version>2.5.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import java.time.Instant;
import java.util.Date;
import java.util.TimeZone;
import org.quartz.CronExpression;

class Finding {
  public static void main(String[] args) throws Exception {
    CronExpression hourly = new CronExpression("0 0 * * * ?");
    hourly.setTimeZone(TimeZone.getTimeZone("America/Nuuk"));
    Date time = Date.from(Instant.parse("2026-03-28T22:30:00Z"));
    for (int i = 0; i < 4; i++) {
      time = hourly.getNextValidTimeAfter(time);
      System.out.println(time.toInstant().atZone(hourly.getTimeZone().toZoneId()).toOffsetDateTime());
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
