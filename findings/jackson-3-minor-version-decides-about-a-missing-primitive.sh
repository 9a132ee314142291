#!/usr/bin/env bash
# Package and version: Jackson 3.0.0, 3.1.8, 3.2.0 and 3.3.0 (jackson-databind), beside 2.23.0.
#
# Behaviour: a record of job arguments gets another component of a primitive type (boolean urgent). Jobs that were stored
# before do not have it. Jackson 2 reads them with false. Jackson 3.0 and 3.1 refuse them, since FAIL_ON_NULL_FOR_PRIMITIVES
# is on in 3 and an absent component counts as null there. From 3.2 on they are read with false again, and only an explicit
# null is refused. So a minor version of Jackson decides whether a deployment can read the waiting jobs of the one before. A
# wrapper type (Boolean) is null in all of them.
#
# Output seen:
#   Jackson 2.23.0: missing boolean false, null boolean false, missing Boolean null
#   Jackson 3.0.0: missing boolean MismatchedInputException, null boolean MismatchedInputException, missing Boolean null
#   Jackson 3.1.8: missing boolean MismatchedInputException, null boolean MismatchedInputException, missing Boolean null
#   Jackson 3.2.0: missing boolean false, null boolean MismatchedInputException, missing Boolean null
#   Jackson 3.3.0: missing boolean false, null boolean MismatchedInputException, missing Boolean null
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
    <dependency><groupId>GROUP</groupId><artifactId>jackson-databind</artifactId><version>VERSION</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import MAPPER_PACKAGE.json.JsonMapper;

class Finding {
  record Receipt(String email, boolean urgent) {}

  record Careful(String email, Boolean urgent) {}

  static String read(JsonMapper mapper, String json) {
    try {
      return "" + mapper.readValue(json, Receipt.class).urgent();
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
  }

  public static void main(String[] args) throws Exception {
    JsonMapper mapper = JsonMapper.builder().build();
    System.out.println("Jackson " + mapper.version()
        + ": missing boolean " + read(mapper, "{\"email\":\"jo\"}")
        + ", null boolean " + read(mapper, "{\"email\":\"jo\",\"urgent\":null}")
        + ", missing Boolean " + mapper.readValue("{\"email\":\"jo\"}", Careful.class).urgent());
  }
}
JAVA
probe() { # group, version, the mapper's package
  local folder=$work/$2
  mkdir "$folder"
  sed "s/GROUP/$1/; s/VERSION/$2/" "$work/pom.xml" > "$folder/pom.xml"
  sed "s/MAPPER_PACKAGE/$3/" "$work/Finding.java" > "$folder/Finding.java"
  mvn -q -B -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$folder/lib" -DincludeScope=runtime
  java -cp "$folder/lib/*" "$folder/Finding.java" >> "$work/seen"
}
probe com.fasterxml.jackson.core 2.23.0 com.fasterxml.jackson.databind
for version in 3.0.0 3.1.8 3.2.0 3.3.0; do
  probe tools.jackson.core "$version" tools.jackson.databind
done
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
