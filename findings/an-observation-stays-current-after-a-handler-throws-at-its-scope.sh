#!/usr/bin/env bash
# Package and version: Micrometer 1.17.2 (micrometer-observation).
#
# Behaviour: Observation.observe opens a scope, which makes the observation the current one of the thread. If a handler throws in
# onScopeOpened, observe throws what the handler threw, does not run the code, and stops the observation, but never closes the
# scope: the observation stays the current one of the thread, also for the next task of a pool, whose observations become its
# children. A handler that throws in onStart leaves nothing behind.
#
# Output seen:
#   onStart throws: the code has run: false, current afterwards: none
#   onScopeOpened throws: the code has run: false, current afterwards: first
#   the next task of the thread: its parent is first
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
    <dependency><groupId>io.micrometer</groupId><artifactId>micrometer-observation</artifactId><version>1.17.2</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.atomic.AtomicBoolean;

class Finding {
  static class Handler implements ObservationHandler<Observation.Context> {
    public boolean supportsContext(Observation.Context context) {
      return true;
    }
  }

  static String current(ObservationRegistry registry) {
    Observation current = registry.getCurrentObservation();
    return current == null ? "none" : current.getContext().getName();
  }

  static ObservationRegistry observe(String what, Handler handler) {
    ObservationRegistry registry = ObservationRegistry.create();
    registry.observationConfig().observationHandler(handler);
    AtomicBoolean ran = new AtomicBoolean();
    try {
      Observation.createNotStarted("first", registry).observe(() -> ran.set(true));
    } catch (IllegalStateException e) {
      System.out.println(what + " throws: the code has run: " + ran + ", current afterwards: " + current(registry));
    }
    return registry;
  }

  public static void main(String[] args) {
    observe("onStart", new Handler() {
      public void onStart(Observation.Context context) {
        throw new IllegalStateException("on purpose");
      }
    });
    ObservationRegistry registry = observe("onScopeOpened", new Handler() {
      public void onScopeOpened(Observation.Context context) {
        if (context.getName().equals("first")) {
          throw new IllegalStateException("on purpose");
        }
      }
    });
    Observation.createNotStarted("second", registry).observe(() -> {
      var parent = registry.getCurrentObservation().getContext().getParentObservation();
      System.out.println("the next task of the thread: its parent is "
          + (parent == null ? "none" : ((Observation) parent).getContext().getName()));
    });
  }
}
JAVA
mvn -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile="$work/classpath"
javac -d "$work/classes" -cp "$(cat "$work/classpath")" "$work/Finding.java"
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
java -cp "$work/classes:$(cat "$work/classpath")" Finding > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
