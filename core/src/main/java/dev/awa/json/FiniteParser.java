package dev.awa.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.util.JsonParserDelegate;

/** Refuses numbers that floating point can only hold as infinite, instead of changing them. */
final class FiniteParser extends JsonParserDelegate {
  FiniteParser(JsonParser parser) {
    super(parser);
  }

  @Override
  public double getDoubleValue() {
    double value = delegate.getDoubleValue();
    if (Double.isInfinite(value)) {
      throw tooLarge(double.class);
    }
    return value;
  }

  @Override
  public float getFloatValue() {
    float value = delegate.getFloatValue();
    if (Float.isInfinite(value)) {
      throw tooLarge(float.class);
    }
    return value;
  }

  private InputCoercionException tooLarge(Class<?> type) {
    return new InputCoercionException(
        this,
        "number is too large for a " + type + ": " + getString(),
        JsonToken.VALUE_NUMBER_FLOAT,
        type);
  }
}
