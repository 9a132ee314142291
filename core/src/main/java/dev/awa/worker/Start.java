package dev.awa.worker;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The start of a run: its thread begins it, or somebody takes it back, whichever comes first. Once,
 * and never both, so that what was put back is not run here. Used by any thread.
 */
final class Start {
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

  private enum State {
    WAITING,
    BEGUN,
    TAKEN_BACK
  }

  /** Its thread has got to it; whether it is to go on. */
  boolean begins() {
    return state.compareAndSet(State.WAITING, State.BEGUN);
  }

  /** It is not to begin any more; false when it has, or was taken back before. */
  boolean takeBack() {
    return state.compareAndSet(State.WAITING, State.TAKEN_BACK);
  }

  boolean isWaiting() {
    return state.get() == State.WAITING;
  }

  boolean hasBegun() {
    return state.get() == State.BEGUN;
  }

  boolean isTakenBack() {
    return state.get() == State.TAKEN_BACK;
  }
}
