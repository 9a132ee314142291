package dev.awa.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What statements come to, by the text: the functions that they call, the triggers that they fire,
 * the views that they read, and so on. A function goes by its name, all else by its file.
 */
final class Reached {
  static final Path SQL = Path.of("src/main/resources/dev/awa/engine");

  private static final Pattern COMMENT = Pattern.compile("(?m)--.*$");
  private static final Pattern DECLARED = Pattern.compile("REPLACE (FUNCTION|VIEW) awa\\.[a-z_]+");
  private static final Pattern CALL = Pattern.compile("\\bawa\\.([a-z_0-9]+)\\s*\\(");
  private static final Pattern NAMED = Pattern.compile("\\bawa\\.([a-z_]+)\\b(?!\\s*\\()");

  private static final Pattern WRITTEN =
      Pattern.compile("(INSERT INTO|UPDATE|DELETE FROM|TRUNCATE) (?:ONLY )?awa\\.([a-z_]+)");

  private static final Pattern TRIGGER =
      Pattern.compile(
          "AFTER (INSERT|UPDATE|DELETE|TRUNCATE) ON awa\\.([a-z_]+)[^;]*?EXECUTE FUNCTION"
              + " awa\\.([a-z_]+)\\(");

  private final boolean asCaller;
  private final Map<String, String> functions;
  private final Map<String, String> views = new TreeMap<>();
  private final Map<String, String> triggers = new TreeMap<>();
  private final Map<String, String> texts = new TreeMap<>();
  private final Set<String> called = new TreeSet<>();

  private Reached(boolean asCaller) throws IOException {
    this.asCaller = asCaller;
    this.functions = SqlFilesTest.functions();
    for (String file : Installed.files()) {
      if (file.startsWith("views/")) {
        views.put(file.replaceAll("views/\\d_|\\.sql", ""), file);
      } else if (file.startsWith("triggers/")) {
        TRIGGER
            .matcher(code(file))
            .results()
            .forEach(one -> triggers.put(one.group(1) + " " + one.group(2), one.group(3)));
      }
    }
  }

  /**
   * From some statements, views and functions.
   *
   * @param asCaller only what runs with the rights of the caller: not what a function does that
   *     runs with those of the owner
   */
  static Reached from(Collection<String> roots, boolean asCaller) throws IOException {
    Reached reached = new Reached(asCaller);
    roots.stream().filter(root -> !root.contains("/")).forEach(reached.called::add);
    reached.go(new ArrayDeque<>(roots));
    return reached;
  }

  /** The text of all that runs, without comments. */
  Map<String, String> texts() {
    return texts;
  }

  /** The functions that are called. The server calls those of triggers, whoever fires them. */
  Set<String> called() {
    return called;
  }

  private void go(Deque<String> left) {
    while (!left.isEmpty()) {
      String name = left.remove();
      String text = code(functions.getOrDefault(name, name));
      if (texts.containsKey(name) || (asCaller && text.contains("SECURITY DEFINER"))) {
        continue;
      }
      texts.put(name, text);
      for (String function : names(CALL, text)) {
        if (functions.containsKey(function)) {
          called.add(function);
          left.add(function);
        }
      }
      names(NAMED, text).stream().filter(views::containsKey).map(views::get).forEach(left::add);
      WRITTEN
          .matcher(text)
          .results()
          .map(one -> triggers.get(one.group(1).split(" ", 2)[0] + " " + one.group(2)))
          .filter(trigger -> trigger != null)
          .forEach(left::add);
    }
  }

  private static Set<String> names(Pattern pattern, String text) {
    Set<String> names = new TreeSet<>();
    for (MatchResult found : pattern.matcher(text).results().toList()) {
      names.add(found.group(1));
    }
    return names;
  }

  /** A file without comments, and without the name of what it makes. */
  private static String code(String file) {
    try {
      String text = COMMENT.matcher(Files.readString(SQL.resolve(file))).replaceAll("");
      return DECLARED.matcher(text).replaceAll("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
