package dev.awa.admin.http;

import dev.awa.QueueSetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/** Settings that a body may name: each with a value, or with null to take it back. */
final class AskedSettings {
  private final Map<QueueSetting, Parameter<Optional<Object>>> parameters;
  private final String example;

  private AskedSettings(Map<QueueSetting, Parameter<Optional<Object>>> parameters, String example) {
    this.parameters = parameters;
    this.example = example;
  }

  /**
   * Some settings.
   *
   * @param example one of them, for a body that names none
   */
  static AskedSettings of(List<QueueSetting> settings, String example) {
    Map<QueueSetting, Parameter<Optional<Object>>> all = new LinkedHashMap<>();
    for (QueueSetting setting : settings) {
      String range =
          setting.least() == null ? "" : setting.least() + " to " + setting.most() + "; ";
      all.put(
          setting,
          Parameter.body(setting.toString(), type(setting), range + "null takes it back."));
    }
    return new AskedSettings(all, example);
  }

  private static Type<Optional<Object>> type(QueueSetting setting) {
    Type<?> plain = plain(setting);
    return new Type<>(
        Schemas.orNull(plain.schema()),
        text -> Optional.of(plain.ofText().apply(text)),
        node -> node.isNull() ? Optional.empty() : Optional.of(read(plain, node)));
  }

  private static Object read(Type<?> type, JsonNode node) {
    return type.ofJson().apply(node);
  }

  private static Type<?> plain(QueueSetting setting) {
    if (setting.least() instanceof Integer least && setting.most() instanceof Integer most) {
      return Type.integer(least, most);
    }
    return setting.type() == Boolean.class ? Type.truth() : Type.time();
  }

  Parameter<?>[] parameters() {
    return parameters.values().toArray(Parameter<?>[]::new);
  }

  /** Sets a setting to a value. */
  interface Setter<C> {
    C set(C change, QueueSetting setting, Object value);
  }

  /** The change that a call asks for; refuses one that names nothing. */
  <C> C change(Call call, C nothing, Setter<C> setter, BiFunction<C, QueueSetting, C> takingBack) {
    C change = nothing;
    boolean isNamed = false;
    for (Map.Entry<QueueSetting, Parameter<Optional<Object>>> one : parameters.entrySet()) {
      Optional<Object> value = call.find(one.getValue());
      if (value != null) {
        isNamed = true;
        change =
            value.isEmpty()
                ? takingBack.apply(change, one.getKey())
                : setter.set(change, one.getKey(), value.get());
      }
    }
    if (!isNamed) {
      throw new IllegalArgumentException(
          "body: name a setting to change, " + example + " for instance");
    }
    return change;
  }
}
