package dev.awa;

/** What became of the wish to give a saved view another name. */
public enum RenamedView {
  /** It has the other name. */
  RENAMED,
  /** There is no view of that name. */
  UNKNOWN,
  /** A view has the other name already; both stay as they were. */
  TAKEN
}
