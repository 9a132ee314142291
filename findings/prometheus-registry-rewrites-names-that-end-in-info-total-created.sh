#!/usr/bin/env bash
# Package and version: Micrometer 1.17.2 (micrometer-registry-prometheus).
#
# Behaviour: some endings of a meter's name mean something to the Prometheus registry. A gauge whose name ends in .info is
# exposed as 1, whatever its value is. The endings .total and .created are cut off before names are compared. So the counters
# awa.jobs, awa.jobs.total and awa.jobs.created are one and the same: only the first that was registered is exposed. The
# others count, and nobody can see it. Increments never fail.
#
# Output seen:
#   awa.queue.info, a gauge of 5, reads: awa_queue_info 1
#   awa.queue.size, a gauge of 5, reads: awa_queue_size 5.0
#   counters awa.jobs +1, awa.jobs.created +10, awa.jobs.total +100 read: awa_jobs_total 1.0
#   registrations refused: 2
#   what the refused ones say of themselves: 10.0 100.0
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
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

class Finding {
  static String exposed(PrometheusMeterRegistry registry, String prefix) {
    return registry.scrape().lines().filter(line -> line.startsWith(prefix)).collect(Collectors.joining(", "));
  }

  public static void main(String[] args) {
    PrometheusMeterRegistry gauges = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Gauge.builder("awa.queue.info", () -> 5).register(gauges);
    Gauge.builder("awa.queue.size", () -> 5).register(gauges);
    System.out.println("awa.queue.info, a gauge of 5, reads: " + exposed(gauges, "awa_queue_info"));
    System.out.println("awa.queue.size, a gauge of 5, reads: " + exposed(gauges, "awa_queue_size"));
    PrometheusMeterRegistry counters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    AtomicInteger refused = new AtomicInteger();
    counters.config().onMeterRegistrationFailed((id, reason) -> refused.incrementAndGet());
    counters.counter("awa.jobs").increment(1);
    Counter created = counters.counter("awa.jobs.created");
    created.increment(10);
    Counter total = counters.counter("awa.jobs.total");
    total.increment(100);
    System.out.println("counters awa.jobs +1, awa.jobs.created +10, awa.jobs.total +100 read: "
        + exposed(counters, "awa_jobs"));
    System.out.println("registrations refused: " + refused);
    System.out.println("what the refused ones say of themselves: " + created.count() + " " + total.count());
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
