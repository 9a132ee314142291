package dev.awa;

/** The schema in the database is missing, older or newer than this version of Awa can use. */
public final class SchemaException extends AwaException {
  private static final long serialVersionUID = 1L;

  public SchemaException(String message) {
    super(message);
  }
}
