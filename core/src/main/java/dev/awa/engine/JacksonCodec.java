package dev.awa.engine;

public final class JacksonCodec implements dev.awa.JsonCodec {
  static final tools.jackson.databind.json.JsonMapper M =
      tools.jackson.databind.json.JsonMapper.builder().build();

  @Override
  public String write(Object v) {
    return M.writeValueAsString(v);
  }

  @Override
  public Object read(String j, java.lang.reflect.Type t) {
    return M.readValue(j, M.constructType(t));
  }
}
