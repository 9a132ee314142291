package dev.awa.worker;

import dev.awa.engine.Engine;
import java.util.Map;

/**
 * What the parts of one worker share.
 *
 * @param identity the id that it goes by
 * @param holds the segments that must not be emptied under it
 * @param events who is told of what happens
 * @param tuning with which settings it runs its queues
 * @param measures what it has measured of its runs
 */
record Scope(
    WorkerConfig config,
    Engine engine,
    Identity identity,
    HeldSlots holds,
    DatabaseClock clock,
    Events events,
    Tuning tuning,
    Measures measures) {

  /** A worker that has not registered. */
  static Scope of(WorkerConfig config, Engine engine, Events events) {
    return new Scope(
        config,
        engine,
        new Identity(),
        new HeldSlots(),
        new DatabaseClock(),
        events,
        new Tuning(config, Map.of()),
        new Measures(config.timings()));
  }
}
