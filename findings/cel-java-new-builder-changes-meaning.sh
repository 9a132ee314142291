#!/usr/bin/env bash
# Package and version: dev.cel:cel 0.14.0.
#
# Behaviour: CelOptions.newBuilder() and CelOptions.current() look like two ways to begin the same options. They are two
# dialects. setOptions(CelOptions.newBuilder().comprehensionMaxIterations(1000).build()) is meant as a limit and nothing more.
# It also turns matches() from "contains a match" into "is matched whole", makes integers wrap around instead of failing, lets
# a number equal no number of another type, and takes timestamp(int) away. Most rules change their answers without an error.
# current() keeps the meaning that a Cel without options has.
#
# Output seen (no options; current(); newBuilder()):
#   'order-77'.matches('[0-9]+')          true   true   false
#   9223372036854775807 + 1 > 0           error  error  false
#   x.n == 3.0                            true   true   false
#   timestamp(0) < timestamp(1)           true   true   refused
#   x.n == 3                              true   true   true
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
    <dependency><groupId>dev.cel</groupId><artifactId>cel</artifactId><version>0.14.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import java.util.List;
import java.util.Map;

class Finding {
  static CelBuilder builder() {
    return CelFactory.standardCelBuilder().addVar("x", SimpleType.DYN);
  }

  static String evaluate(Cel cel, String rule) {
    try {
      return String.valueOf(cel.createProgram(cel.compile(rule).getAst()).eval(Map.of("x", Map.of("n", 3L))));
    } catch (CelValidationException e) {
      return "refused";
    } catch (CelEvaluationException e) {
      return "error";
    }
  }

  public static void main(String[] args) {
    List<Cel> cels = List.of(
        builder().build(),
        builder().setOptions(CelOptions.current().comprehensionMaxIterations(1000).build()).build(),
        builder().setOptions(CelOptions.newBuilder().comprehensionMaxIterations(1000).build()).build());
    for (String rule : new String[] {"'order-77'.matches('[0-9]+')", "9223372036854775807 + 1 > 0", "x.n == 3.0",
        "timestamp(0) < timestamp(1)", "x.n == 3"}) {
      System.out.printf("%-37s %-6s %-6s %s%n", rule, evaluate(cels.get(0), rule), evaluate(cels.get(1), rule),
          evaluate(cels.get(2), rule));
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
