package dev.awa.bench;

/** Starts the benchmarks. */
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) {
    System.out.println("awa-bench 0.1.0");
  }
}
