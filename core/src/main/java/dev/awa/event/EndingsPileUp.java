package dev.awa.event;

/**
 * Endings wait to be stored and there is no room for more: attempts wait, nothing is claimed.
 *
 * @param endings how many wait
 * @param refused how many of them the database refuses
 */
public record EndingsPileUp(int endings, int refused) implements WorkerEvent {
  @Override
  public String words() {
    return endings
        + " endings wait to be stored, "
        + refused
        + " of them because the database refuses them; until there is room again attempts wait,"
        + " and nothing is claimed";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
