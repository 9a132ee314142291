package dev.awa.worker;

import dev.awa.Handler;
import dev.awa.JsonCodec;
import dev.awa.RawJson;
import dev.awa.engine.StorableText;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The handlers of a worker, by kind. */
final class Handlers {
  private static final Complaint COMPLAINT =
      new Complaint(Handlers.class, "the back-off of a handler failed");

  private static final String ANY_KIND = "*";

  private final Map<String, Entry> byKind = new HashMap<>();

  /**
   * A handler.
   *
   * @param type what it reads
   * @param loader the class loader that its threads have for their context
   * @param config its settings
   */
  record Entry(Type type, Handler<Object> handler, ClassLoader loader, HandlerConfig config) {
    /**
     * The wait after an attempt; the usual one when the back-off itself fails or makes no sense. It
     * is the application's: it may block, so no thread of the worker's own asks.
     */
    Duration backoffAfter(int attempt) {
      try {
        Duration wait = config.backoff().after(attempt);
        if (wait != null && !wait.isNegative()) {
          return wait;
        }
      } catch (Throwable e) {
        COMPLAINT.about(e);
      }
      return usualBackoffAfter(attempt);
    }
  }

  static Duration usualBackoffAfter(int attempt) {
    return Backoff.exponential().after(attempt);
  }

  /** The class loader of an application's object; of what has none, the system's. */
  static ClassLoader loaderOf(Object object) {
    ClassLoader loader = object.getClass().getClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  @SuppressWarnings(
      "unchecked") // the arguments are read as the entry's type, which is the handler's
  void add(String kind, Type type, Handler<?> handler, ClassLoader loader, HandlerConfig config) {
    StorableText.requireName("handler: kind", kind);
    if (byKind.putIfAbsent(kind, new Entry(type, (Handler<Object>) handler, loader, config))
        != null) {
      throw new IllegalArgumentException("handler: kind \"" + kind + "\" has one already");
    }
  }

  /** Handles every kind that has no handler of its own. */
  void addForAnyKind(Handler<RawJson> handler) {
    add(ANY_KIND, RawJson.class, handler, loaderOf(handler), HandlerConfig.defaults());
  }

  /**
   * Looks at what the handlers want to be given.
   *
   * @throws IllegalArgumentException when arguments of a handler's type can't be read
   */
  void check(JsonCodec codec) {
    byKind.forEach((kind, entry) -> {
      try {
        codec.shape(entry.type());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "handler of kind \"" + kind + "\": its arguments can't be read: " + e.getMessage(), e);
      }
    });
  }

  @Nullable Entry find(String kind) {
    Entry own = byKind.get(kind);
    return own == null ? byKind.get(ANY_KIND) : own;
  }

  /** What is said of a job whose kind has no handler here. */
  String noneFor(String kind) {
    return "no handler for kind \"" + kind + "\" on this worker; known here: " + kinds();
  }

  boolean areNone() {
    return byKind.isEmpty();
  }

  Set<String> kinds() {
    return new TreeSet<>(byKind.keySet());
  }
}
