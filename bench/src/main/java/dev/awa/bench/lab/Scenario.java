package dev.awa.bench.lab;

/** Something that is measured. */
public interface Scenario {
  /** What people call it. */
  String name();

  /** What it measures, in a line. */
  String about();

  void run(Lab lab) throws Exception;
}
