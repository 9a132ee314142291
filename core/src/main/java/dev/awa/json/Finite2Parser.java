package dev.awa.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

/** {@link FiniteParser} for Jackson 2. */
final class Finite2Parser extends JsonParserDelegate {
  Finite2Parser(JsonParser parser) {
    super(parser);
  }

  @Override
  public double getDoubleValue() throws IOException {
    double value = delegate.getDoubleValue();
    if (Double.isInfinite(value)) {
      throw tooLarge(double.class);
    }
    return value;
  }

  @Override
  public float getFloatValue() throws IOException {
    float value = delegate.getFloatValue();
    if (Float.isInfinite(value)) {
      throw tooLarge(float.class);
    }
    return value;
  }

  private InputCoercionException tooLarge(Class<?> type) throws IOException {
    return new InputCoercionException(
        this,
        "number is too large for a " + type + ": " + getText(),
        JsonToken.VALUE_NUMBER_FLOAT,
        type);
  }
}
