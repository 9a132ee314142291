package dev.awa;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether values of a type come back alike. JSON does not tell all: a date in a field that is
 * declared as {@code Object} comes back as text, and both write the same JSON. Safe for use by
 * several threads.
 */
public interface Likeness {
  /**
   * What is lost of a value.
   *
   * @param what in words, and where
   * @param toDo what to do about it
   */
  record Loss(String what, String toDo) {}

  /** Nothing but the JSON is compared, and one value stands for all of its type. */
  Likeness BY_JSON =
      new Likeness() {
        @Override
        public boolean isKnown(Object value) {
          return true;
        }

        @Override
        public Optional<Loss> loss(@Nullable Object was, @Nullable Object is) {
          return Optional.empty();
        }

        @Override
        public void know(Object value) {}
      };

  /** Whether a value is like one that came back: then it need not be read to know. */
  boolean isKnown(Object value);

  /**
   * What is lost of a value that was read back, where both are written as the same JSON.
   *
   * @return empty when nothing is
   */
  Optional<Loss> loss(@Nullable Object was, @Nullable Object is);

  /** Takes note of a value that came back. */
  void know(Object value);
}
