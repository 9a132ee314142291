package dev.awa;

import java.lang.reflect.Type;

/**
 * How arguments become JSON text and back. The default uses Jackson; {@link
 * dev.awa.json.JacksonCodec} and {@link dev.awa.json.Jackson2Codec} are made from a mapper of the
 * application's.
 *
 * <p>What is written must come back: the first job of each type is written, read and written again,
 * and refused when the two differ, or when the values that were read are others. Where a type does
 * not say what its values are ({@code Object}, a raw {@code List}, the {@code T} of a generic
 * class), only JSON's own come back, as {@code Integer}, {@code Long}, {@code BigInteger}, {@code
 * BigDecimal}, {@code String}, {@code Boolean}, {@code List} and {@code Map}; a job that has others
 * there is refused, each one of them. What becomes of which class is listed in the README. A codec
 * of the application's that does not tell of its types, by {@link #shape}, is taken at its JSON.
 */
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

  /**
   * Looks at a type before there is a value of it: when a handler is registered, and at the first
   * job of a type.
   *
   * @return what is known of it; by default nothing
   * @throws IllegalArgumentException when its values can't come back as they were; says what is
   *     lost, and what to do
   */
  default JsonShape shape(Type type) {
    return JsonShape.UNKNOWN;
  }
}
