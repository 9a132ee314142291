package dev.awa.admin.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request of a test, without a server. */
record Asked(
    String method,
    String path,
    @Nullable String query,
    Map<String, String> headers,
    String bodyText,
    String remoteAddress)
    implements Request {
  static Asked of(String method, String target) {
    int mark = target.indexOf('?');
    return new Asked(
        method,
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? null : target.substring(mark + 1),
        Map.of("Host", "localhost:8080"),
        "",
        "127.0.0.1");
  }

  static Asked get(String target) {
    return of("GET", target);
  }

  Asked with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Asked(method, path, query, more, bodyText, remoteAddress);
  }

  Asked json(String body) {
    Asked typed = with("Content-Type", "application/json");
    return new Asked(method, path, query, typed.headers, body, remoteAddress);
  }

  Asked from(String address) {
    return new Asked(method, path, query, headers, bodyText, address);
  }

  /** The same with a body that is no text. */
  Request body(InputStream body) {
    return (Request)
        Proxy.newProxyInstance(
            Asked.class.getClassLoader(),
            new Class<?>[] {Request.class},
            (proxy, method, arguments) ->
                method.getName().equals("body") ? body : method.invoke(json(""), arguments));
  }

  @Override
  public List<String> headers(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public String scheme() {
    return "http";
  }

  @Override
  public InputStream body() {
    return new ByteArrayInputStream(bodyText.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public java.security.@Nullable Principal user() {
    return null;
  }

  @Override
  public boolean hasRole(String role) {
    return false;
  }
}
