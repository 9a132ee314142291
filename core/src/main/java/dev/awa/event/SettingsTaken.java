package dev.awa.event;

import dev.awa.QueueSettings;

/**
 * The worker runs a queue with other settings from now on, because somebody has set them ({@code
 * Queues.set}). What runs already is finished as it began.
 *
 * @param concurrency how many handlers of the queue may run at once
 * @param settings all that the queue runs with, whether it was set or is the worker's own
 */
public record SettingsTaken(String queue, int concurrency, QueueSettings settings)
    implements WorkerEvent {
  @Override
  public String words() {
    return "runs queue \"" + queue + "\" with " + settings + " from now on";
  }
}
