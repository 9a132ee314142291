package dev.awa;

/**
 * The schema in the database is missing, older or newer than this version of Awa can use; or the
 * role lacks rights on it.
 */
public final class SchemaException extends AwaException {
  private static final long serialVersionUID = 1L;

  /** The schema can't be used; the message says why, and what to do. */
  public SchemaException(String message) {
    super(message);
  }
}
