package dev.awa.model;

import org.junit.jupiter.api.Test;

/**
 * Thousands of random steps on the engine and on a model of it. A failure tells the seed and the
 * last steps; {@code -Dawa.seed=...} lives that life again, {@code -Dawa.steps=...} makes it
 * longer.
 */
final class ModelTest {
  private static final int STEPS = Integer.getInteger("awa.steps", 2000);

  private final long seed = Long.getLong("awa.seed", System.nanoTime());

  @Test
  void theEngineDoesWhatTheModelSays() throws Exception {
    System.out.println("seed: -Dawa.seed=" + seed);
    long begin = System.nanoTime();
    try (ModelRun run = new ModelRun(seed)) {
      try {
        for (int i = 0; i < STEPS; i++) {
          run.step();
        }
        run.findSome();
        run.end();
      } catch (Exception | AssertionError e) {
        throw new AssertionError(
            "-Dawa.seed=" + seed + ", after these steps:\n" + run.story() + "\n" + e.getMessage(),
            e);
      }
      System.out.println(run.counts() + ", ms: " + (System.nanoTime() - begin) / 1_000_000);
    }
  }
}
