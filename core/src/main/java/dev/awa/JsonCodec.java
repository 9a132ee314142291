package dev.awa;

import java.lang.reflect.Type;

/** How arguments become JSON text and back. The default uses Jackson with its standard settings. */
public interface JsonCodec {
  /**
   * Writes a value as JSON.
   *
   * @throws InvalidJobException when the value can't be written
   */
  String write(Object value);

  /**
   * Reads JSON as a type.
   *
   * @throws RuntimeException when the text does not fit the type; the attempt fails then
   */
  Object read(String json, Type type);
}
