package dev.awa.spring;

import dev.awa.worker.Worker;

/**
 * How a worker is.
 *
 * @param status what that means for the health
 * @param words the same for people
 */
record WorkerFacts(AwaHealth.Status status, String words) {
  static WorkerFacts of(OneWorker one) {
    WorkerWatch watch = one.watch().orElse(null);
    if (watch == null) {
      return new WorkerFacts(
          AwaHealth.Status.OUT_OF_SERVICE, "does not run: not started, or stopped");
    }
    if (watch.isStopping()) {
      return new WorkerFacts(AwaHealth.Status.OUT_OF_SERVICE, "shuts down");
    }
    String obstacle = watch.obstacle();
    if (obstacle != null) {
      return new WorkerFacts(
          AwaHealth.Status.DOWN, "has given up: " + obstacle + "; start the process anew");
    }
    if (watch.isCutOff()) {
      return new WorkerFacts(
          AwaHealth.Status.DOWN,
          "could not tell the database for "
              + watch.silent().toSeconds()
              + " s that it lives; it goes on trying");
    }
    return new WorkerFacts(AwaHealth.Status.UP, "runs" + polling(one));
  }

  private static String polling(OneWorker one) {
    return one.worker().map(Worker::isHearing).orElse(true)
        ? ""
        : "; hears no notifications, and polls";
  }
}
