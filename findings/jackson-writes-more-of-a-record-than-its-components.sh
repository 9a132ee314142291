#!/usr/bin/env bash
# Package and version: jackson-databind 3.1.8, jackson-databind 2.21.8, gson 2.14.0.
#
# Behaviour: a record's JSON has more than its components: Jackson writes each public method without arguments that is named like
# a getter, isDone() and getTotal(), as a property of its own, and leaves total() alone. So a helper method on a record changes
# the document. What Jackson 2 wrote, Jackson 2 then does not read back (an unknown property); Jackson 3 does, since unknown
# properties are no error there. Gson writes the components alone.
#
# Output seen:
#   Jackson 2: {"left":0,"done":true,"total":7}, read back: UnrecognizedPropertyException
#   Jackson 3: {"left":0,"done":true,"total":7}, read back: Batch[left=0]
#   Gson: {"left":0}
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
    <dependency><groupId>com.google.code.gson</groupId><artifactId>gson</artifactId><version>2.14.0</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
class Finding {
  public record Batch(int left) {
    public boolean isDone() {
      return left == 0;
    }

    public int getTotal() {
      return 7;
    }

    public int most() {
      return 9;
    }
  }

  public static void main(String[] args) throws Exception {
    Batch batch = new Batch(0);
    var two = new com.fasterxml.jackson.databind.ObjectMapper();
    String text = two.writeValueAsString(batch);
    String back;
    try {
      back = two.readValue(text, Batch.class).toString();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      back = e.getClass().getSimpleName();
    }
    System.out.println("Jackson 2: " + text + ", read back: " + back);
    var three = tools.jackson.databind.json.JsonMapper.builder().build();
    text = three.writeValueAsString(batch);
    System.out.println("Jackson 3: " + text + ", read back: " + three.readValue(text, Batch.class));
    System.out.println("Gson: " + new com.google.gson.Gson().toJson(batch));
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
