package dev.awa.cli.database;

import dev.awa.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * libpq's file of passwords, {@code ~/.pgpass}: a line is {@code host:port:database:user:password},
 * of which {@code *} stands for any, and a backslash takes the next character as it is.
 */
final class PasswordFile {
  private final Path path;

  PasswordFile(Path path) {
    this.path = path;
  }

  /** The file that the environment names, or the one in the home folder. */
  static PasswordFile ofTheSystem(Map<String, String> environment) {
    String named = environment.getOrDefault("PGPASSFILE", "");
    if (!named.isEmpty()) {
      return new PasswordFile(Path.of(named));
    }
    String windows = environment.getOrDefault("APPDATA", "");
    return new PasswordFile(
        windows.isEmpty()
            ? Path.of(System.getProperty("user.home", ""), ".pgpass")
            : Path.of(windows, "postgresql", "pgpass.conf"));
  }

  /** The password of the first line that fits; empty when none does, or there is no such file. */
  Optional<String> password(String host, String port, String database, String user) {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    requirePrivate();
    try {
      List<String> wanted = List.of(host, port, database, user);
      return Files.readAllLines(path).stream()
          .filter(line -> !line.startsWith("#"))
          .map(PasswordFile::fields)
          .filter(fields -> fields.size() == 5 && fits(fields, wanted))
          .map(fields -> unescaped(fields.get(4)))
          .findFirst();
    } catch (IOException e) {
      throw new CommandFailure("could not read the password file " + path + ": " + e.getMessage());
    }
  }

  /** libpq passes over a file that others may read, with a warning; here it is an error. */
  private void requirePrivate() {
    try {
      Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(path);
      boolean open =
          allowed.stream()
              .anyMatch(p -> p.name().startsWith("GROUP_") || p.name().startsWith("OTHERS_"));
      if (open) {
        throw new CommandFailure(
            "the password file " + path + " may be read by others; do: chmod 600 " + path);
      }
    } catch (UnsupportedOperationException e) {
      // Windows: libpq does not look either
    } catch (IOException e) {
      throw new CommandFailure("could not read the password file " + path + ": " + e.getMessage());
    }
  }

  private static boolean fits(List<String> fields, List<String> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!fields.get(i).equals("*") && !unescaped(fields.get(i)).equals(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The fields as they are written; colons in the last need no backslash. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < line.length() && fields.size() < 4; i++) {
      if (line.charAt(i) == '\\') {
        i++;
      } else if (line.charAt(i) == ':') {
        fields.add(line.substring(from, i));
        from = i + 1;
      }
    }
    fields.add(line.substring(from));
    return fields;
  }

  private static String unescaped(String field) {
    return field.replaceAll("\\\\(.)", "$1");
  }
}
