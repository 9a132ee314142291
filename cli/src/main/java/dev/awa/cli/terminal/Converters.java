package dev.awa.cli.terminal;

import dev.awa.admin.Units;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what options of the command line hold. */
public final class Converters {
  private Converters() {}

  /** Reads a time from the command line. */
  public static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Units.time(text)
          .orElseThrow(
              () -> new TypeConversionException("expected " + Units.TIMES + ", got " + text));
    }
  }

  /** Reads a size from the command line. */
  public static final class Size implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return Units.size(text)
          .orElseThrow(
              () -> new TypeConversionException("expected " + Units.SIZES + ", got " + text));
    }
  }

  /** Reads true or false from the command line; a flag, which takes no word, is none of these. */
  public static final class Truth implements ITypeConverter<Boolean> {
    @Override
    public Boolean convert(String text) {
      if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
        throw new TypeConversionException("expected true or false, got " + text);
      }
      return Boolean.valueOf(text);
    }
  }

  /**
   * Reads a whole number from the command line.
   *
   * @param read throws a {@link NumberFormatException} for any other text, or when it is too large
   */
  public static <N extends Number> ITypeConverter<N> number(Function<String, N> read) {
    return text -> {
      try {
        return read.apply(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("expected a whole number in range, got " + text);
      }
    };
  }
}
