package dev.awa.worker;

import dev.awa.Handler;
import dev.awa.Limits;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The handlers of a worker, by kind. */
final class Handlers {
  private final Map<String, Entry> byKind = new HashMap<>();

  /** A handler, the type it reads, and how its failures back off. */
  record Entry(Type type, Handler<Object> handler, Backoff backoff) {}

  @SuppressWarnings(
      "unchecked") // the arguments are read as the entry's type, which is the handler's
  void add(String kind, Type type, Handler<?> handler, Backoff backoff) {
    if (kind.isEmpty() || kind.codePointCount(0, kind.length()) > Limits.NAME_CHARACTERS) {
      throw new IllegalArgumentException(
          "handler: kind must have 1 to 200 characters, got \"" + kind + '"');
    }
    if (byKind.putIfAbsent(kind, new Entry(type, (Handler<Object>) handler, backoff)) != null) {
      throw new IllegalArgumentException("handler: kind \"" + kind + "\" has one already");
    }
  }

  @Nullable Entry find(String kind) {
    return byKind.get(kind);
  }

  Set<String> kinds() {
    return new TreeSet<>(byKind.keySet());
  }
}
