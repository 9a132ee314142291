package dev.awa.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept with a job of an exception: the whole chain of causes, each with the frames that say
 * where, within what is stored of an error. Of a chain that is too long the first causes and the
 * root are kept. The exception is the application's: anything that it is asked may throw, and its
 * causes may run in a circle.
 */
final class Told {
  /** What is stored of an error, less a word at the end. */
  private static final int CHARACTERS = 8000;

  private static final int MOST_CAUSES = 50;

  /** How far a chain is followed to its root. */
  private static final int LONGEST_CHAIN = 20_000;

  private static final int MOST_FRAMES = 12;
  private static final int MOST_SUPPRESSED = 3;

  /** Of each trace, whatever they belong to. */
  private static final int FIRST_FRAMES = 3;

  private static final int LONGEST_LINE = 200;
  private static final List<String> NOT_THE_APPLICATION =
      List.of("java.", "jdk.", "javax.", "sun.", "dev.awa.worker.");

  private final StringBuilder text = new StringBuilder();
  private final List<Throwable> chain;
  private final int leftOut;
  private final int share;

  private Told(List<Throwable> all) {
    this.leftOut = Math.max(0, all.size() - MOST_CAUSES);
    this.chain = new ArrayList<>(all.subList(0, all.size() - leftOut));
    if (leftOut > 0) {
      chain.set(MOST_CAUSES - 1, all.getLast());
    }
    this.share = CHARACTERS / chain.size();
  }

  /** What an exception says, for people. Throws nothing. */
  static String of(Throwable thrown) {
    try {
      return new Told(chain(thrown)).text();
    } catch (Throwable worse) {
      return thrown.getClass().getName() + ", which can't describe itself";
    }
  }

  private static List<Throwable> chain(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> chain = new ArrayList<>();
    Throwable next = thrown;
    while (next != null && chain.size() < LONGEST_CHAIN && seen.add(next)) {
      chain.add(next);
      next = cause(next);
    }
    return chain;
  }

  private static @Nullable Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable worse) {
      return null;
    }
  }

  private String text() {
    for (int i = 0; i < chain.size(); i++) {
      add(chain.get(i), before(i), share * (i + 1));
    }
    return text.toString();
  }

  private String before(int place) {
    if (place == 0) {
      return "";
    }
    boolean afterGap = leftOut > 0 && place == chain.size() - 1;
    return (afterGap ? "\n(" + leftOut + " more causes)" : "") + "\ncaused by ";
  }

  /** One of the chain; what its share leaves is for the next. */
  private void add(Throwable one, String before, int upto) {
    String head = before + head(one);
    int room = upto - text.length();
    text.append(head.length() <= room ? head : head.substring(0, Math.max(0, room)));
    int left = 0;
    int shown = 0;
    StackTraceElement[] trace = trace(one);
    for (int i = 0; i < trace.length; i++) {
      boolean matters = i < FIRST_FRAMES || isTheApplications(trace[i]);
      String line = matters && shown < MOST_FRAMES ? frame(trace[i]) : "";
      if (line.isEmpty() || text.length() + line.length() > upto) {
        left++;
      } else {
        text.append(line);
        shown++;
      }
    }
    add(left, " more frames", upto);
    addSuppressed(suppressed(one), upto);
  }

  private void addSuppressed(List<Throwable> suppressed, int upto) {
    int shown = 0;
    for (Throwable one : suppressed) {
      String line = cut("\n  suppressed " + head(one));
      if (shown < MOST_SUPPRESSED && text.length() + line.length() <= upto) {
        text.append(line);
        shown++;
      }
    }
    add(suppressed.size() - shown, shown == 0 ? " suppressed" : " more suppressed", upto);
  }

  private void add(int n, String what, int upto) {
    String line = "\n  (" + n + what + ")";
    if (n > 0 && text.length() + line.length() <= upto) {
      text.append(line);
    }
  }

  private static String head(Throwable one) {
    try {
      return String.valueOf(one);
    } catch (Throwable worse) {
      return one.getClass().getName() + ", which can't describe itself";
    }
  }

  private static StackTraceElement[] trace(Throwable one) {
    try {
      StackTraceElement[] trace = one.getStackTrace();
      return trace == null ? new StackTraceElement[0] : trace;
    } catch (Throwable worse) {
      return new StackTraceElement[0];
    }
  }

  private static List<Throwable> suppressed(Throwable one) {
    try {
      return List.of(one.getSuppressed());
    } catch (Throwable worse) {
      return List.of();
    }
  }

  private static boolean isTheApplications(StackTraceElement frame) {
    return NOT_THE_APPLICATION.stream().noneMatch(frame.getClassName()::startsWith);
  }

  private static String frame(StackTraceElement frame) {
    return cut("\n  at " + frame);
  }

  private static String cut(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE);
  }
}
