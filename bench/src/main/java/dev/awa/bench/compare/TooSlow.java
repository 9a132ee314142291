package dev.awa.bench.compare;

/** A queue needs longer than anybody waits. Says nothing of what it would do in the end. */
final class TooSlow extends Exception {
  private static final long serialVersionUID = 1L;

  TooSlow(String what) {
    super(what);
  }
}
