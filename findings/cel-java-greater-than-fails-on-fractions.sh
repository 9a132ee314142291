#!/usr/bin/env bash
# Package and version: dev.cel:cel 0.14.0, jackson-databind 3.1.7.
#
# Behaviour: "payload.total > 100" over parsed JSON, with the runtime of standardCelBuilder(): whether the rule works depends
# on the Java class that the parser chose for the number, and so on the number. 100.5 (Double) and 101 (Integer) are errors,
# 3000000000 (Long) is true. Equality gives no warning: "== 101" is true for the Integer. A number that does not fit a long
# (BigInteger) is not equal to its own value. With plannerCelBuilder() the comparison works for Integer, Long and Double; the
# BigInteger still fails.
#
# Output seen (value, class, total > 100, total == value; standard and planner):
#   101                  Integer     error  true    true   true
#   100.5                Double      error  true    true   true
#   3000000000           Long        true   true    true   true
#   18446744073709551615 BigInteger  error  false   error  false
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
    <dependency><groupId>tools.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>3.1.7</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

class Finding {
  static String evaluate(CelBuilder builder, String rule, Object payload) throws Exception {
    Cel cel = builder.addVar("payload", SimpleType.DYN).build();
    try {
      return String.valueOf(cel.createProgram(cel.compile(rule).getAst()).eval(Map.of("payload", payload)));
    } catch (CelEvaluationException e) {
      return "error";
    }
  }

  public static void main(String[] args) throws Exception {
    for (String number : new String[] {"101", "100.5", "3000000000", "18446744073709551615"}) {
      Map<?, ?> payload = new JsonMapper().readValue("{\"total\": " + number + "}", Map.class);
      String equal = "payload.total == " + number + (number.length() == 20 ? "u" : "");
      System.out.printf("%-20s %-11s %-6s %-7s %-6s %s%n", number, payload.get("total").getClass().getSimpleName(),
          evaluate(CelFactory.standardCelBuilder(), "payload.total > 100", payload),
          evaluate(CelFactory.standardCelBuilder(), equal, payload),
          evaluate(CelFactory.plannerCelBuilder(), "payload.total > 100", payload),
          evaluate(CelFactory.plannerCelBuilder(), equal, payload));
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
