package dev.awa.cron;

/**
 * The plain values of a field.
 *
 * @param bits bit n is set when the field has the value n
 * @param starred the field begins with {@code *}
 */
record Numbers(long bits, boolean starred) {
  private static final int NONE = -1;

  /** The smallest value that is not below this one; -1 when there is none. */
  int atOrAfter(int value) {
    long rest = bits & (-1L << value);
    return rest == 0 ? NONE : Long.numberOfTrailingZeros(rest);
  }

  /** The largest value that is not above this one; -1 when there is none. */
  int atOrBefore(int value) {
    long rest = value < 0 ? 0 : bits & (-1L >>> (Long.SIZE - 1 - value));
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(rest);
  }

  boolean has(int value) {
    return (bits >>> value & 1) == 1;
  }

  int least() {
    return atOrAfter(0);
  }

  int greatest() {
    return atOrBefore(Long.SIZE - 1);
  }
}
