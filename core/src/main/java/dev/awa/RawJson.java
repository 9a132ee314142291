package dev.awa;

/**
 * Arguments that are JSON text already: written to the queue as they are, once they are found to be
 * valid. A handler for {@code RawJson} gets the stored text.
 */
public record RawJson(String text) {
  @Override
  public String toString() {
    return text;
  }
}
