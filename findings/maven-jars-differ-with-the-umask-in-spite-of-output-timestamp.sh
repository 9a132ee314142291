#!/usr/bin/env bash
# Package and version: maven-jar-plugin 3.5.1 with Maven 3.9 (plexus-archiver).
#
# Behaviour: with project.build.outputTimestamp a build is meant to be the same byte for byte wherever it is made. The modes of
# files and folders are taken from the disk all the same, and those follow the umask of whoever builds: under 022 and 077 the
# same sources give jars of the same content, names, order and times, and of different bytes. artifact:compare would fail for a
# user with another umask.
#
# Output seen:
#   umask 022 twice: the jars are equal
#   umask 022 and 077: the jars differ
#   their entries: the names, times and contents are equal
#
# Needs: bash, Maven, unzip, a JDK 17 or newer.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# build <umask> <folder>: a project of one resource.
build() (
  umask "$1"
  mkdir -p "$2/src/main/resources"
  echo "answer=42" > "$2/src/main/resources/settings.properties"
  cat > "$2/pom.xml" << 'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <properties>
    <project.build.outputTimestamp>2026-01-01T00:00:00Z</project.build.outputTimestamp>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <build>
    <plugins>
      <plugin>
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-jar-plugin</artifactId>
        <version>3.5.1</version>
      </plugin>
    </plugins>
  </build>
</project>
POM
  cd "$2" && mvn -q -B package
)

build 022 "$work/one"
build 022 "$work/two"
build 077 "$work/three"
jar="target/finding-1.jar"
same() { cmp -s "$work/$1/$jar" "$work/$2/$jar" && echo "equal" || echo "differ"; }
listing() { unzip -v "$work/$1/$jar" | awk '{print $1, $4, $5, $6, $7, $8}' | tail -n +4; }
{
  verdict="$(same one two)"
  [ "$verdict" = equal ] && echo "umask 022 twice: the jars are equal" || echo "umask 022 twice: the jars differ"
  echo "umask 022 and 077: the jars $(same one three)" | sed 's/jars equal/jars are equal/'
  if [ "$(listing one)" = "$(listing three)" ]; then
    echo "their entries: the names, times and contents are equal"
  else
    echo "their entries: differ"
  fi
} > "$work/seen"
cat "$work/seen"
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
