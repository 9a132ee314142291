package dev.awa.event;

/** No ending is refused any more. */
public record EndingsAccepted() implements WorkerEvent {
  @Override
  public String words() {
    return "no ending is refused any more";
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
