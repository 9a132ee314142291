package dev.awa.event;

/** Runs begin again, after some were put back. */
public record RunsBegin() implements WorkerEvent {
  @Override
  public String words() {
    return "runs begin again";
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
