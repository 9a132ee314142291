package dev.awa.model;

import java.util.List;
import java.util.Random;

/** What falls as the seed says. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    random = new Random(seed);
  }

  int nextInt(int bound) {
    return random.nextInt(bound);
  }

  long nextLong(long least, long bound) {
    return random.nextLong(least, bound);
  }

  double nextDouble() {
    return random.nextDouble();
  }

  <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** True once in so many times. */
  boolean once(int in) {
    return random.nextInt(in) == 0;
  }
}
