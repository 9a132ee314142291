#!/usr/bin/env bash
# Package and version: dev.cel:cel 0.14.0, jackson-databind 3.1.7.
#
# Behaviour: a JSON object read by Jackson into a Map has Java's null for JSON's null. The standard runtime takes null for
# "not known yet": an expression that touches the field has neither a boolean nor an exception as its result, but an object of
# class CelUnknownSet. So do "payload.error == null" and the guarded "payload.error != null && ...". Code that tests
# Boolean.TRUE.equals(result) reads it as "no", for a rule and for its negation alike. Only has() sees the field. With
# com.google.protobuf.NullValue.NULL_VALUE in place of null the rules work.
#
# Output seen:
#   null        has(payload.error)                               true
#   null        payload.error == null                            AutoValue_CelUnknownSet
#   null        payload.error != null                            AutoValue_CelUnknownSet
#   null        payload.error != null && payload.error.code == 1 AutoValue_CelUnknownSet
#   NULL_VALUE  has(payload.error)                               true
#   NULL_VALUE  payload.error == null                            true
#   NULL_VALUE  payload.error != null                            false
#   NULL_VALUE  payload.error != null && payload.error.code == 1 false
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
import com.google.protobuf.NullValue;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

class Finding {
  public static void main(String[] args) throws Exception {
    Cel cel = CelFactory.standardCelBuilder().setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addVar("payload", SimpleType.DYN).build();
    Map<?, ?> parsed = new JsonMapper().readValue("{\"id\": 7, \"error\": null}", Map.class);
    Map<Object, Object> replaced = new HashMap<>(parsed);
    replaced.replaceAll((key, value) -> value == null ? NullValue.NULL_VALUE : value);
    for (Map<?, ?> payload : new Map<?, ?>[] {parsed, replaced}) {
      for (String rule : new String[] {"has(payload.error)", "payload.error == null", "payload.error != null",
          "payload.error != null && payload.error.code == 1"}) {
        Object result = cel.createProgram(cel.compile(rule).getAst()).eval(Map.of("payload", payload));
        System.out.printf("%-11s %-48s %s%n", payload == parsed ? "null" : "NULL_VALUE", rule,
            result instanceof Boolean ? result : result.getClass().getSimpleName());
      }
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
