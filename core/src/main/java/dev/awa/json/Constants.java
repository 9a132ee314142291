package dev.awa.json;

import java.util.Arrays;
import java.util.Optional;

/** The constants of an enum. */
final class Constants {
  private Constants() {}

  /** The constant of which {@code toString} says this; empty for what is no enum. */
  static Optional<Object> byText(Class<?> type, String text) {
    Object[] constants = type.getEnumConstants();
    return constants == null
        ? Optional.empty()
        : Arrays.stream(constants).filter(c -> text.equals(c.toString())).findFirst();
  }
}
