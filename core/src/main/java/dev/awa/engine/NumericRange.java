package dev.awa.engine;

/**
 * The range of PostgreSQL's {@code numeric}, which is that of numbers in {@code jsonb}. Looks at
 * the digits and computes nothing: {@code BigDecimal} takes time that grows with their square.
 */
final class NumericRange {
  static final String RULE =
      "must hold only numbers of at most 131072 digits before and 16383 after the decimal point";

  /** A number of no more characters is in range when it has no exponent. */
  static final int SURELY_HELD = 16_383;

  private static final int DIGITS_BEFORE = 131_072;
  private static final int DIGITS_AFTER = 16_383;

  /** The server refuses larger exponents, of zero too. */
  private static final int EXPONENT = Integer.MAX_VALUE / 2 - 1;

  private NumericRange() {}

  /** Whether a number, written as JSON has it, is in range. */
  static boolean holds(String number) {
    int e = Math.max(number.indexOf('e'), number.indexOf('E'));
    if (e >= 0) {
      return holds(number.substring(0, e), exponent(number.substring(e + 1)));
    }
    return number.length() <= SURELY_HELD || holds(number, 0);
  }

  private static boolean holds(String digits, long exponent) {
    int point = digits.indexOf('.') < 0 ? digits.length() : digits.indexOf('.');
    int first = firstNotZero(digits);
    long before = exponent + point - first + (first > point ? 1 : 0);
    long after = Math.max(0, digits.length() - point - 1) - exponent;
    return Math.abs(exponent) <= EXPONENT
        && (first == digits.length() || before <= DIGITS_BEFORE)
        && after <= DIGITS_AFTER;
  }

  private static int firstNotZero(String digits) {
    int i = 0;
    while (i < digits.length() && (digits.charAt(i) < '1' || digits.charAt(i) > '9')) {
      i++;
    }
    return i;
  }

  private static long exponent(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException tooLarge) {
      return Integer.MAX_VALUE;
    }
  }
}
