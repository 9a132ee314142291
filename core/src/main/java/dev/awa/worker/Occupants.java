package dev.awa.worker;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who keeps the processors of the virtual threads, in words: the attempts that have one now. */
final class Occupants {
  private static final int MOST_NAMED = 10;

  private Occupants() {}

  /** Those among the attempts of a worker, the first of them when there are many. */
  static String words(List<Attempt> attempts) {
    String named =
        attempts.stream()
            .filter(attempt -> hasProcessor(attempt.thread()))
            .limit(MOST_NAMED)
            .map(Occupants::words)
            .collect(Collectors.joining(", "));
    return named.isEmpty()
        ? "virtual threads of the application that run no handler of this worker"
        : named;
  }

  private static String words(Attempt attempt) {
    return String.format(
        Locale.ROOT,
        "job %d (%s, for %d s%s)",
        attempt.job().id(),
        attempt.job().kind(),
        attempt.took().toSeconds(),
        place(attempt.thread()));
  }

  /** The JDK tells it here only: a virtual thread that has a processor names its carrier. */
  private static boolean hasProcessor(@Nullable Thread thread) {
    if (thread == null) {
      return false;
    }
    String words = thread.toString();
    return words.indexOf('@', words.lastIndexOf("]/")) >= 0;
  }

  /** Where it is: the innermost frame that is not the JDK's. */
  private static String place(@Nullable Thread thread) {
    StackTraceElement[] frames = thread == null ? new StackTraceElement[0] : thread.getStackTrace();
    return Arrays.stream(frames)
        .filter(frame -> !isOfTheJdk(frame))
        .findFirst()
        .map(frame -> ", at " + frame)
        .orElse("");
  }

  static boolean isOfTheJdk(StackTraceElement frame) {
    String module = frame.getModuleName();
    return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
  }
}
