#!/usr/bin/env bash
# Package and version: Jackson 3.3.0 (jackson-databind), beside Jackson 2.23.0.
#
# Behaviour: two classes that Jackson 2 refuses, or reads rightly, lose their content in Jackson 3 at its defaults, without an
# exception. A class with private fields and no getters is written as {} (FAIL_ON_EMPTY_BEANS is off in 3, on in 2). A class
# with a public final field and a default constructor is written with its value and read back without the value
# (ALLOW_FINAL_FIELDS_AS_MUTATORS is off in 3, and the property is then unknown and ignored): 4200 cents become 0. Reading
# back what was written finds both.
#
# Output seen:
#   Jackson 2.23.0: private fields without getters: InvalidDefinitionException
#   Jackson 2.23.0: public final field: {"cents":4200} read as 4200
#   Jackson 3.3.0: private fields without getters: {}
#   Jackson 3.3.0: public final field: {"cents":4200} read as 0
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
  public static class Receipt {
    private final String email;

    public Receipt(String email) {
      this.email = email;
    }
  }

  public static class Price {
    public final int cents;

    public Price() {
      this(0);
    }

    Price(int cents) {
      this.cents = cents;
    }
  }

  public static void main(String[] args) throws Exception {
    JsonMapper mapper = JsonMapper.builder().build();
    String version = "Jackson " + mapper.version();
    String receipt;
    try {
      receipt = mapper.writeValueAsString(new Receipt("jo@example.org"));
    } catch (Exception e) {
      receipt = e.getClass().getSimpleName();
    }
    System.out.println(version + ": private fields without getters: " + receipt);
    String price = mapper.writeValueAsString(new Price(4200));
    System.out.println(version + ": public final field: " + price + " read as " + mapper.readValue(price, Price.class).cents);
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
probe tools.jackson.core 3.3.0 tools.jackson.databind
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
