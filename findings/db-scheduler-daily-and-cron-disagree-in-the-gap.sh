#!/usr/bin/env bash
# Package and version: db-scheduler 16.12.0 (with cron-utils 9.2.1).
#
# Behaviour: "every day at 02:30" can be written as Schedules.daily(zone, LocalTime.of(2, 30)) and as Schedules.cron("0 30 2 *
# * *", zone). In the night when 02:30 does not exist, daily runs the job an hour later, and cron leaves the day out. The same
# at midnight in Cairo, where the clocks go forward from 00:00 to 01:00. In the night when 01:30 comes twice the two agree.
#
# Output seen:
#   America/New_York 02:30, daily: 03-08T03:30-04:00 03-09T02:30-04:00
#   America/New_York 02:30, cron:  03-09T02:30-04:00 03-10T02:30-04:00
#   Africa/Cairo 00:00, daily: 04-24T01:00+03:00 04-25T00:00+03:00
#   Africa/Cairo 00:00, cron:  04-25T00:00+03:00 04-26T00:00+03:00
#   America/New_York 01:30, daily: 11-01T01:30-04:00 11-02T01:30-05:00
#   America/New_York 01:30, cron:  11-01T01:30-04:00 11-02T01:30-05:00
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
    <dependency><groupId>com.github.kagkarlsson</groupId><artifactId>db-scheduler</artifactId><version>16.12.0</version></dependency>
    <dependency><groupId>com.cronutils</groupId><artifactId>cron-utils</artifactId><version>9.2.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

class Finding {
  public static void main(String[] args) {
    look("America/New_York", "02:30", "2026-03-07T12:00:00Z");
    look("Africa/Cairo", "00:00", "2026-04-23T12:00:00Z");
    look("America/New_York", "01:30", "2026-10-31T12:00:00Z");
  }

  static void look(String zone, String time, String start) {
    ZoneId id = ZoneId.of(zone);
    LocalTime local = LocalTime.parse(time);
    String cron = "0 " + local.getMinute() + " " + local.getHour() + " * * *";
    print(zone + " " + time + ", daily:", Schedules.daily(id, local), id, start);
    print(zone + " " + time + ", cron: ", Schedules.cron(cron, id), id, start);
  }

  static void print(String name, Schedule schedule, ZoneId zone, String start) {
    StringBuilder line = new StringBuilder(name);
    Instant time = Instant.parse(start);
    for (int i = 0; i < 2; i++) {
      time = schedule.getNextExecutionTime(ExecutionComplete.simulatedSuccess(time));
      line.append(' ').append(time.atZone(zone).toOffsetDateTime().toString().substring(5));
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
