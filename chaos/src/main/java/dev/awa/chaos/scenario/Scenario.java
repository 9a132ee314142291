package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;

/** Something that goes wrong while a queue is at work. */
public interface Scenario {
  /** A word for the command line. */
  String name();

  /** What goes wrong, in a line. */
  String about();

  /** The faults of the catalogue that it stands for. */
  String faults();

  /** Whether it is part of the short form. */
  default boolean isShort() {
    return true;
  }

  /** Whether others may be at work on the same server meanwhile; if not, it has one of its own. */
  default boolean sharesServer() {
    return true;
  }

  /** Whether a length of time is judged, so that nothing else may be at work meanwhile. */
  default boolean isTimed() {
    return false;
  }

  /** Lets it go wrong. When it returns, work must be able to come to its end by itself. */
  void run(Lab lab) throws Exception;
}
