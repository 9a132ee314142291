#!/usr/bin/env bash
# Package and version: jackson-databind 3.1.8, beside jackson-databind 2.21.8.
#
# Behaviour: a private field aName with the getter getaName(), as IDEs make it, is written as "aName" by Jackson 2 and not
# at all by Jackson 3: no error, no warning, the property is missing. Reading it back by the setter setaName() is the same:
# Jackson 2 sets it, Jackson 3 passes it by, since unknown properties are no error there.
#
# Output seen:
#   Jackson 2: {"aName":"x"}, read back x
#   Jackson 3: {}, read back null
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
    <dependency><groupId>tools.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>3.1.8</version></dependency>
    <dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>2.21.8</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
class Finding {
  public static class Bean {
    private String aName;

    public String getaName() {
      return aName;
    }

    public void setaName(String value) {
      aName = value;
    }
  }

  public static void main(String[] args) throws Exception {
    Bean bean = new Bean();
    bean.setaName("x");
    var two =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .disable(com.fasterxml.jackson.databind.SerializationFeature.FAIL_ON_EMPTY_BEANS);
    System.out.println(
        "Jackson 2: " + two.writeValueAsString(bean) + ", read back "
            + two.readValue("{\"aName\":\"x\"}", Bean.class).getaName());
    var three = tools.jackson.databind.json.JsonMapper.builder().build();
    System.out.println(
        "Jackson 3: " + three.writeValueAsString(bean) + ", read back "
            + three.readValue("{\"aName\":\"x\"}", Bean.class).getaName());
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
