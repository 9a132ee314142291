package dev.awa.bench.peer;

import dev.awa.bench.peer.Driver.Pin;
import dev.awa.bench.peer.Driver.Recipe;
import dev.awa.bench.peer.Driver.Tool;
import java.util.List;

/** The drivers there are, one a language. */
final class Drivers {
  static final Driver NODE =
      new Driver(
          "node",
          List.of("package.json", "package-lock.json", "driver.mjs"),
          new Tool("Node", List.of("node", "--version"), 20, 0),
          new Recipe(
              List.of(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")),
              List.of("node", "driver.mjs")),
          new Pin("package-lock.json", "\"node_modules/%s\": \\{\\s*\"version\": \"([^\"]+)\""));

  static final Driver GO =
      new Driver(
          "go",
          List.of("go.mod", "go.sum", "driver.go"),
          new Tool("Go", List.of("go", "version"), 1, 26),
          new Recipe(
              List.of(List.of("go", "build", "-buildvcs=false", "-o", "driver", ".")),
              List.of("./driver")),
          new Pin("go.mod", "%s v(\\S+)"));

  static final Driver PYTHON =
      new Driver(
          "python",
          List.of("requirements.txt", "driver.py"),
          new Tool("Python", List.of("python3", "--version"), 3, 11),
          new Recipe(
              List.of(
                  List.of("python3", "-m", "venv", "--clear", "packages"),
                  List.of(
                      "packages/bin/pip",
                      "install",
                      "--quiet",
                      "--no-deps",
                      "--only-binary=:all:",
                      "--requirement=requirements.txt")),
              List.of("packages/bin/python", "driver.py")),
          new Pin("requirements.txt", "(?m)^%s==(\\S+)"));

  static final Driver RUST =
      new Driver(
          "rust",
          List.of("Cargo.toml", "Cargo.lock", "src/main.rs"),
          new Tool("Rust", List.of("cargo", "--version"), 1, 89),
          new Recipe(
              List.of(List.of("cargo", "build", "--release", "--locked", "--quiet")),
              List.of("./target/release/driver")),
          new Pin("Cargo.lock", "name = \"%s\"\\nversion = \"([^\"]+)\""));

  private Drivers() {}
}
