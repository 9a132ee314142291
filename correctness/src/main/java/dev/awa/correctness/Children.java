package dev.awa.correctness;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Processes that end with this one, also when a signal ends it. */
final class Children {
  private final Set<Process> atWork = new HashSet<>();
  private boolean isOver;

  private Children() {}

  static Children untilExit() {
    Children children = new Children();
    Runtime.getRuntime().addShutdownHook(new Thread(children::endAll, "children"));
    return children;
  }

  synchronized Process start(ProcessBuilder builder) throws IOException {
    if (isOver) {
      throw new IOException("this process is ending, nothing is started any more");
    }
    Process child = builder.start();
    atWork.add(child);
    return child;
  }

  /** Ends it if it still runs, and waits until it is gone. */
  void end(Process child) {
    child.destroyForcibly().onExit().join();
    synchronized (this) {
      atWork.remove(child);
    }
  }

  private synchronized void endAll() {
    isOver = true;
    atWork.forEach(Process::destroyForcibly);
    atWork.forEach(child -> child.onExit().join());
  }
}
