#!/usr/bin/env bash
# Package and version: cn.hutool:hutool-cron 5.8.41 (Maven Central), beside com.asahaf.javacron:javacron 1.4.0.
#
# Behaviour: Lord Howe Island turns its clocks from 02:00 to 02:30 on 4 October 2026. After the fire of 01:00 that night the
# next one of an hourly pattern comes at midnight of the following day: 22 fires are left out. In Greenland, where 23:00
# becomes 00:00 on 28 March 2026, a daily pattern of 23:30 leaves out that day, which has no such time, and the day after,
# which has one. nextMatchAfter() is asked, from the last fire, with a calendar of the zone. javacron leaves out neither.
#
# Output seen:
#   Hutool, hourly, Lord Howe: 2026-10-04T00:00+10:30 2026-10-04T01:00+10:30 2026-10-05T00:00+11:00
#   javacron, the same:        2026-10-04T00:00+10:30 2026-10-04T01:00+10:30 2026-10-04T02:30+11:00
#   Hutool, 23:30, Nuuk:       2026-03-26T23:30-02:00 2026-03-27T23:30-02:00 2026-03-30T23:30-01:00
#   javacron, the same:        2026-03-26T23:30-02:00 2026-03-27T23:30-02:00 2026-03-29T00:30-01:00
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
    <dependency><groupId>cn.hutool</groupId><artifactId>hutool-cron</artifactId><version>5.8.41</version></dependency>
    <dependency><groupId>com.asahaf.javacron</groupId><artifactId>javacron</artifactId><version>1.4.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import cn.hutool.cron.pattern.CronPattern;
import com.asahaf.javacron.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.Date;
import java.util.TimeZone;

class Finding {
  interface Next {
    Instant after(Instant time) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    Instant october = Instant.parse("2026-10-03T13:00:00Z");
    print("Hutool, hourly, Lord Howe: ", hutool("0 * * * *", "Australia/Lord_Howe"), october);
    print("javacron, the same:        ", javacron("0 * * * *", "Australia/Lord_Howe"), october);
    Instant march = Instant.parse("2026-03-26T12:00:00Z");
    print("Hutool, 23:30, Nuuk:       ", hutool("30 23 * * *", "America/Nuuk"), march);
    print("javacron, the same:        ", javacron("30 23 * * *", "America/Nuuk"), march);
  }

  static Next hutool(String expression, String zone) {
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    CronPattern pattern = CronPattern.of(expression);
    return time -> {
      Calendar calendar = Calendar.getInstance();
      calendar.setTimeInMillis(time.toEpochMilli());
      return pattern.nextMatchAfter(calendar).toInstant();
    };
  }

  static Next javacron(String expression, String zone) throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    Schedule schedule = Schedule.create(expression);
    return time -> schedule.next(Date.from(time)).toInstant();
  }

  static void print(String name, Next next, Instant from) throws Exception {
    StringBuilder line = new StringBuilder(name);
    Instant time = from;
    for (int i = 0; i < 3; i++) {
      time = next.after(time);
      line.append(i == 0 ? "" : " ").append(time.atZone(ZoneId.systemDefault()).toOffsetDateTime());
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
