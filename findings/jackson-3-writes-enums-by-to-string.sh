#!/usr/bin/env bash
# Package and version: Jackson 3.3.0 and 3.1.8 (jackson-databind), beside Jackson 2.23.0.
#
# Behaviour: Jackson 2 writes an enum by its name() and reads it by its name(). Jackson 3 writes and reads it by toString().
# An enum without a toString() of its own shows no difference. One with a display text does: what Jackson 2, a SQL script or
# another language wrote as "EXPRESS" is refused by Jackson 3, and what Jackson 3 writes, "express delivery", is refused by
# Jackson 2. So adding a toString() to an enum makes stored arguments with it unreadable.
#
# Output seen:
#   Jackson 2.23.0 writes {"speed":"EXPRESS"}
#   Jackson 2.23.0 reads {"speed":"EXPRESS"}: EXPRESS
#   Jackson 2.23.0 reads {"speed":"express delivery"}: InvalidFormatException
#   Jackson 3.1.8 writes {"speed":"express delivery"}
#   Jackson 3.1.8 reads {"speed":"EXPRESS"}: InvalidFormatException
#   Jackson 3.1.8 reads {"speed":"express delivery"}: EXPRESS
#   Jackson 3.3.0 writes {"speed":"express delivery"}
#   Jackson 3.3.0 reads {"speed":"EXPRESS"}: InvalidFormatException
#   Jackson 3.3.0 reads {"speed":"express delivery"}: EXPRESS
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
  enum Speed {
    EXPRESS;

    @Override
    public String toString() {
      return "express delivery";
    }
  }

  record Parcel(Speed speed) {}

  static String read(JsonMapper mapper, String json) {
    try {
      return mapper.readValue(json, Parcel.class).speed().name();
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
  }

  public static void main(String[] args) throws Exception {
    JsonMapper mapper = JsonMapper.builder().build();
    String version = "Jackson " + mapper.version();
    System.out.println(version + " writes " + mapper.writeValueAsString(new Parcel(Speed.EXPRESS)));
    for (String json : new String[] {"{\"speed\":\"EXPRESS\"}", "{\"speed\":\"express delivery\"}"}) {
      System.out.println(version + " reads " + json + ": " + read(mapper, json));
    }
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
for version in 3.1.8 3.3.0; do
  probe tools.jackson.core "$version" tools.jackson.databind
done
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
