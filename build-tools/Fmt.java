import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Keeps every Java file of the repository in google-java-format.
 *
 * <p>The build runs it once, at the root, in the {@code validate} phase. It is a program of its own
 * because a formatter parses with the compiler of the JVM it runs in: inside Maven's JVM (17 or
 * newer) it could not read Java 21, so it is started on the JDK that compiles the project.
 *
 * <p>Usage: {@code Fmt check|apply <folder>}. {@code check} names the files that are not formatted
 * and the command that repairs them, and exits with 1; {@code apply} rewrites them. Build output,
 * {@code node_modules} and hidden folders are left alone.
 */
final class Fmt {
  /** One pass is not always a fixed point of the formatter; a few are. */
  private static final int MOST_PASSES = 4;

  private static final String REPAIR = "./mvnw -N -q validate -Dfmt.mode=apply";

  private enum Verdict {
    GOOD,
    UNFORMATTED,
    UNREADABLE
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2 || !List.of("check", "apply").contains(arguments[0])) {
      System.err.println("usage: Fmt check|apply <folder>, got: " + String.join(" ", arguments));
      System.exit(2);
    }
    boolean apply = arguments[0].equals("apply");
    Path root = Path.of(arguments[1]);
    List<Path> files = javaFiles(root);
    List<Path> unformatted = Collections.synchronizedList(new ArrayList<>());
    List<Path> unreadable = Collections.synchronizedList(new ArrayList<>());
    files.parallelStream()
        .forEach(file -> {
          switch (format(file, apply)) {
            case UNFORMATTED -> unformatted.add(file);
            case UNREADABLE -> unreadable.add(file);
            case GOOD -> {}
          }
        });
    report(apply, files.size(), unformatted.stream().map(root::relativize).sorted().toList());
    if (!unreadable.isEmpty() || (!apply && !unformatted.isEmpty())) {
      System.exit(1);
    }
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return !folder.equals(root) && isSkipped(folder)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  private static boolean isSkipped(Path folder) {
    String name = folder.getFileName().toString();
    return name.equals("target") || name.equals("node_modules") || name.startsWith(".");
  }

  private static Verdict format(Path file, boolean apply) {
    try {
      String source = Files.readString(file);
      String formatted = formatted(source);
      if (source.equals(formatted)) {
        return Verdict.GOOD;
      }
      if (apply) {
        Files.writeString(file, formatted);
      }
      return Verdict.UNFORMATTED;
    } catch (FormatterException e) {
      System.err.println("[fmt] " + file + " is not Java that can be read: " + e.getMessage());
      return Verdict.UNREADABLE;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot format " + file, e);
    }
  }

  private static String formatted(String source) throws FormatterException {
    Formatter formatter = new Formatter();
    String before = source;
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      String after = formatter.formatSourceAndFixImports(before);
      if (after.equals(before)) {
        break;
      }
      before = after;
    }
    return before;
  }

  private static void report(boolean apply, int files, List<Path> unformatted) {
    if (unformatted.isEmpty()) {
      System.out.println("[fmt] " + files + " Java files, all formatted");
      return;
    }
    System.out.println(
        "[fmt] %d of %d Java files %s:"
            .formatted(unformatted.size(), files, apply ? "reformatted" : "are not formatted"));
    unformatted.forEach(file -> System.out.println("[fmt]   " + file));
    if (!apply) {
      System.out.println("[fmt] to repair them: " + REPAIR);
    }
  }
}
