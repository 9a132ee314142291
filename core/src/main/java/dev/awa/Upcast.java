package dev.awa;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes arguments of one version into those of the next. Called on the thread of the attempt, for
 * many jobs at once, and as a part of the attempt: its deadline counts. What an upcast throws fails
 * the attempt, as an exception of the handler does.
 */
@FunctionalInterface
public interface Upcast {
  /**
   * Changes the arguments, or makes others.
   *
   * @param args the arguments as they are stored, in the order of their fields: texts, booleans,
   *     {@code Integer}, {@code Long}, {@code BigInteger}, {@code BigDecimal}, lists, maps and
   *     null. They are the caller's own copy
   * @return the arguments of the next version, made of the same classes
   */
  Map<String, @Nullable Object> upcast(Map<String, @Nullable Object> args) throws Exception;

  /** The same for arguments that need not be an object. */
  @FunctionalInterface
  interface Raw {
    /** Answers the JSON of the next version. */
    RawJson upcast(RawJson args) throws Exception;
  }
}
