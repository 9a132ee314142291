#!/usr/bin/env bash
# Package and version: picocli 4.7.7.
#
# Behaviour: AutoComplete.bash writes a completion script for bash in which it numbers variables, cmds0, cmds1 and so on. The
# number has the digits of the JVM's default locale. Where these are not ASCII (Arabic of Egypt, with the digits that its users
# may choose) the name of the variable is none for bash, and each completion ends with an error of the shell instead.
#
# Output seen:
#   en-US: cmds0 cmds1
#   ar-EG-u-nu-arab: cmds\u0660 cmds\u0661
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
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class Finding {
  @Command(name = "tool", subcommands = Sub.class)
  static class Tool implements Runnable {
    public void run() {}
  }

  @Command(name = "sub", subcommands = SubSub.class)
  static class Sub implements Runnable {
    public void run() {}
  }

  @Command(name = "subsub")
  static class SubSub implements Runnable {
    public void run() {}
  }

  public static void main(String[] args) {
    for (String tag : new String[] {"en-US", "ar-EG-u-nu-arab"}) {
      Locale.setDefault(Locale.forLanguageTag(tag));
      String script = AutoComplete.bash("tool", new CommandLine(new Tool()));
      Set<String> names = new LinkedHashSet<>();
      Matcher matcher = Pattern.compile("cmds\\p{Nd}+").matcher(script);
      while (matcher.find()) {
        names.add(matcher.group());
      }
      StringBuilder shown = new StringBuilder();
      String.join(" ", new java.util.TreeSet<>(names))
          .chars()
          .forEach(c -> shown.append(c < 128 ? Character.toString(c) : "\\u0" + Integer.toHexString(c)));
      System.out.println(tag + ": " + shown);
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
