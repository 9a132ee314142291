package dev.awa.event;

/**
 * A part of the worker is lost for good. It claims and beats no more; others rescue its jobs.
 *
 * @param obstacle what is lost, in words
 */
public record GaveUp(String obstacle) implements WorkerEvent {
  @Override
  public String words() {
    return obstacle
        + ". It claims and beats no more, and its jobs are rescued by others; start the process"
        + " anew";
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }
}
