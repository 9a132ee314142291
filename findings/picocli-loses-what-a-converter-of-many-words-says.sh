#!/usr/bin/env bash
# Package and version: picocli 4.7.7.
#
# Behaviour: a converter that refuses a word by a TypeConversionException is quoted in the error where the positional parameter takes
# exactly one word. Where it takes any number of words (arity 0..*) the refused word counts as one that nobody asked for, and
# what the converter said is lost.
#
# Output seen:
#   one word: Invalid value for positional parameter at index 0 (<word>): knows no 'x', did you mean 'y'?
#   any number: Unmatched argument at index 0: 'x'
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
    <dependency><groupId>info.picocli</groupId><artifactId>picocli</artifactId><version>4.7.7</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

class Finding {
  static class Words implements CommandLine.ITypeConverter<String> {
    @Override
    public String convert(String word) {
      if (!word.equals("y")) {
        throw new TypeConversionException("knows no '" + word + "', did you mean 'y'?");
      }
      return word;
    }
  }

  @Command
  static class One {
    @Parameters(converter = Words.class)
    String word;
  }

  @Command
  static class Any {
    @Parameters(arity = "0..*", converter = Words.class)
    List<String> words;
  }

  static void parse(String what, Object command) {
    try {
      new CommandLine(command).parseArgs("x");
    } catch (CommandLine.ParameterException e) {
      System.out.println(what + ": " + e.getMessage());
    }
  }

  public static void main(String[] args) {
    parse("one word", new One());
    parse("any number", new Any());
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
