#!/usr/bin/env bash
# Package and version: Micrometer 1.17.2 (micrometer-core, micrometer-observation, micrometer-registry-prometheus).
#
# Behaviour: a library times its jobs with a Timer named awa.job, and the application wraps them in an Observation named
# awa.job. The observation makes a Timer of that name with one tag more, error=none. The Prometheus registry takes both,
# without a warning, and exposes two series under one name, with different labels. sum() over the queue counts every job
# twice, and a rate is double. The active jobs are exposed as a summary with _count, not as a gauge.
#
# Output seen:
#   awa_job_seconds_count{error="none",queue="mail"} 3
#   awa_job_seconds_count{queue="mail"} 3
#   sum of awa_job_seconds_count for queue mail after 3 jobs: 6
#   registrations refused: 0
#   while one runs: awa_job_active_seconds_count{queue="mail"} 1
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
    <dependency><groupId>io.micrometer</groupId><artifactId>micrometer-registry-prometheus</artifactId><version>1.17.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

class Finding {
  static List<String> exposed(PrometheusMeterRegistry registry, String start) {
    return registry.scrape().lines().filter(line -> line.startsWith(start)).sorted().collect(Collectors.toList());
  }

  public static void main(String[] args) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    AtomicInteger refused = new AtomicInteger();
    registry.config().onMeterRegistrationFailed((id, reason) -> refused.incrementAndGet());
    ObservationRegistry observations = ObservationRegistry.create();
    observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(registry));
    AtomicReference<String> active = new AtomicReference<>();
    for (int job = 0; job < 3; job++) {
      Observation.createNotStarted("awa.job", observations).lowCardinalityKeyValue("queue", "mail").observe(() -> {
        active.set(exposed(registry, "awa_job_active_seconds_count").stream()
            .filter(line -> line.contains("mail"))
            .collect(Collectors.joining()));
        Timer.builder("awa.job").tag("queue", "mail").register(registry).record(Duration.ofMillis(5));
      });
    }
    List<String> counts = exposed(registry, "awa_job_seconds_count");
    counts.forEach(System.out::println);
    System.out.println("sum of awa_job_seconds_count for queue mail after 3 jobs: "
        + counts.stream().mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1))).sum());
    System.out.println("registrations refused: " + refused);
    System.out.println("while one runs: " + active);
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
