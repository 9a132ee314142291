# To be sourced in the root of the repository: which modules are published, and how their version is set.

# Prints the folders of the published modules, "." for the parent.
published_modules() {
  local module
  echo .
  for module in $(sed -n 's|^ *<module>\(.*\)</module>|\1|p' pom.xml); do
    grep -q '<maven.deploy.skip>true' "$module/pom.xml" || echo "$module"
  done
}

# set_version <folder> <version>: in every POM of a copy of the repository, the examples' too.
set_version() {
  local found
  found="$(sed -n 's|^  <version>\(.*\)</version>|\1|p' "$1/pom.xml" | head -n 1)"
  find "$1" -name pom.xml -not -path '*/target/*' -exec sed -i.before "s|<version>$found</version>|<version>$2</version>|" {} +
  find "$1" -name 'pom.xml.before' -exec rm -f {} +
}

# source_files [folder]: those that git knows, and new ones that it would take, NUL between them. Without git, or where git does
# not trust the owner of the folder: all that was not built.
source_files() {
  git ls-files -z --cached --others --exclude-standard "$@" 2>/dev/null ||
    find "${@:-.}" \( -name target -o -name .git \) -prune -o -type f -print0
}
