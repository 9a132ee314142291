package dev.awa;

import java.lang.reflect.Type;

/**
 * How arguments become JSON text and back. The default codec uses Jackson. {@link
 * dev.awa.json.JacksonCodec} and {@link dev.awa.json.Jackson2Codec} use a mapper of the
 * application.
 *
 * <p><b>Arguments must come back as they were.</b> Awa writes the first job of each type, reads it,
 * and writes it again. It refuses the job if the two texts differ, or if the values that were read
 * differ from the given ones.
 *
 * <p><b>Where no type is declared</b> ({@code Object}, a raw {@code List}, the {@code T} of a
 * generic class), only the values of JSON come back: {@code Integer}, {@code Long}, {@code
 * BigInteger}, {@code BigDecimal}, {@code String}, {@code Boolean}, {@code List} and {@code Map}.
 * Every job that has another value there is refused, not the first only. docs/reference/values.md
 * lists what happens to which class.
 *
 * <p><b>A codec of the application</b> may describe its types by {@link #shape}. If it does not,
 * Awa compares only the JSON texts.
 */
public interface JsonCodec {
  /**
   * Writes a value as JSON.
   *
   * @throws InvalidJobException when the value can't be written
   */
  String write(Object value);

  /**
   * Reads JSON as a type. Called on the thread of the attempt, and when Awa checks that a job comes
   * back as it was.
   *
   * @throws RuntimeException when the text does not fit the type; then the attempt fails
   */
  Object read(String json, Type type);

  /**
   * Says what is known of a type before there is a value of it. Called when a worker with a handler
   * for the type starts, and at the first job of the type.
   *
   * @return what is known of the type; by default {@link JsonShape#UNKNOWN}
   * @throws IllegalArgumentException when values of the type can't come back as they were; the
   *     message says what is lost, and what to do
   */
  default JsonShape shape(Type type) {
    return JsonShape.UNKNOWN;
  }
}
