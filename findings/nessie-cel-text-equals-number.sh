#!/usr/bin/env bash
# Package and version: cel-tools 0.6.0; for comparison dev.cel:cel 0.14.0.
#
# Behaviour: with the CEL of the Nessie project the text "1" equals the number 1, in a language that converts nothing by
# itself. One instant written with two offsets gives two timestamps that are not equal, each with the hour of its own offset.
# Sunday is day 7. The other Java implementation says not equal, equal, the hour in UTC, and 0. Rules that are evaluated by
# the one or the other decide differently, and neither reports an error.
#
# Output seen (rule, Nessie, dev.cel):
#   x.text == 1                                    true   false
#   x.text != 1                                    false  true
#   timestamp(x.berlin) == timestamp(x.utc)        false  true
#   timestamp(x.berlin).getHours()                 0      23
#   timestamp(x.sunday).getDayOfWeek()             7      0
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
    <dependency><groupId>GROUP</groupId><artifactId>ARTIFACT</artifactId><version>VERSION</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Rules.java" << 'JAVA'
import java.util.List;
import java.util.Map;

class Rules {
  static final List<String> RULES = List.of("x.text == 1", "x.text != 1", "timestamp(x.berlin) == timestamp(x.utc)",
      "timestamp(x.berlin).getHours()", "timestamp(x.sunday).getDayOfWeek()");
  static final Map<String, Object> X = Map.of("text", "1", "berlin", "2026-11-27T00:00:00+01:00", "utc", "2026-11-26T23:00:00Z",
      "sunday", "2026-11-29T00:00:00Z");
}
JAVA
cat > "$work/Nessie.java" << 'JAVA'
import java.util.Map;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.tools.ScriptHost;

class Nessie {
  public static void main(String[] args) throws Exception {
    for (String rule : Rules.RULES) {
      System.out.println(ScriptHost.newBuilder().build().buildScript(rule).withDeclarations(Decls.newVar("x", Decls.Dyn)).build()
          .execute(Object.class, Map.of("x", Rules.X)));
    }
  }
}
JAVA
cat > "$work/DevCel.java" << 'JAVA'
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.types.SimpleType;
import java.util.Map;

class DevCel {
  public static void main(String[] args) throws Exception {
    Cel cel = CelFactory.standardCelBuilder().addVar("x", SimpleType.DYN).build();
    for (String rule : Rules.RULES) {
      System.out.println(cel.createProgram(cel.compile(rule).getAst()).eval(Map.of("x", Rules.X)));
    }
  }
}
JAVA
answers() { # class, group, artifact, version: each with its own protobuf
  local folder=$work/$1
  mkdir "$folder"
  sed "s/GROUP/$2/; s/ARTIFACT/$3/; s/VERSION/$4/" "$work/pom.xml" > "$folder/pom.xml"
  mvn -q -B -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$folder/lib" -DincludeScope=runtime
  javac -d "$folder/out" -cp "$folder/lib/*" "$work/Rules.java" "$work/$1.java"
  java -cp "$folder/out:$folder/lib/*" "$1" 2> "$folder/log" > "$folder/answers" || { cat "$folder/log" >&2; return 1; }
}
answers Nessie org.projectnessie.cel cel-tools 0.6.0
answers DevCel dev.cel cel 0.14.0
sed -n '/RULES = /,/);/p' "$work/Rules.java" | grep -o '"[^"]*"' | tr -d '"' > "$work/rules"
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
paste -d '|' "$work/rules" "$work/Nessie/answers" "$work/DevCel/answers" \
  | awk -F '|' '{ printf "%-46s %-6s %s\n", $1, $2, $3 }' > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
