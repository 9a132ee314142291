package dev.awa.worker;

import dev.awa.Handler;
import dev.awa.JobType;
import dev.awa.JsonCodec;
import dev.awa.Kind;
import dev.awa.KnownWorker;
import dev.awa.RawJson;
import dev.awa.engine.StorableText;
import dev.awa.engine.Workers.Self;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The handlers of a worker, by kind. */
final class Handlers {
  private static final Complaint COMPLAINT =
      new Complaint(Handlers.class, "the back-off of a handler failed");

  private static final String ANY_KIND = KnownWorker.EVERY_KIND;

  private final Map<String, Entry> byKind = new HashMap<>();

  /**
   * A handler.
   *
   * @param kind the kind that it was given for, no alias
   * @param type what it reads
   * @param version the version of the arguments that it takes
   * @param loader the class loader that its threads have for their context
   * @param config its settings
   */
  record Entry(
      String kind,
      Type type,
      int version,
      Handler<Object> handler,
      ClassLoader loader,
      HandlerConfig config) {

    /** Whether it gets arguments as they are stored, whatever their version. */
    boolean readsAnyVersion() {
      return kind.equals(ANY_KIND);
    }

    @SuppressWarnings("ReferenceEquality") // mostly nothing is set, and it is the same
    private Entry with(HandlerConfig tuned) {
      return tuned == config ? this : new Entry(kind, type, version, handler, loader, tuned);
    }

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
    JobType declared = type instanceof Class<?> known ? known.getAnnotation(JobType.class) : null;
    int version = version(kind, declared, config);
    config.upcasts().check(kind, config.oldestVersion(), version);
    Set<String> aliases = aliases(kind, type, declared, config);
    requireFree(kind, aliases);
    Entry entry = new Entry(kind, type, version, (Handler<Object>) handler, loader, config);
    byKind.put(kind, entry);
    aliases.forEach(alias -> byKind.put(alias, entry));
  }

  private static int version(String kind, @Nullable JobType declared, HandlerConfig config) {
    if (config.version() != 0 || declared == null) {
      return Math.max(config.version(), 1);
    }
    HandlerConfig.requireVersion("of kind \"" + kind + "\": JobType.version", declared.version());
    return declared.version();
  }

  /** Those of the class are of the kind that it names, not of others it has a handler for. */
  private static Set<String> aliases(
      String kind, Type type, @Nullable JobType declared, HandlerConfig config) {
    List<String> all = new ArrayList<>(config.aliases());
    if (declared != null && type instanceof Class<?> named && kind.equals(Kind.of(named))) {
      all.addAll(List.of(declared.aliases()));
    }
    Set<String> aliases = new TreeSet<>();
    for (String alias : all) {
      StorableText.requireName("handler of kind \"" + kind + "\": alias", alias);
      if (alias.equals(kind)) {
        throw new IllegalArgumentException(
            "handler of kind \"" + kind + "\": its alias must be another kind than its own");
      }
      aliases.add(alias);
    }
    return aliases;
  }

  private void requireFree(String kind, Set<String> aliases) {
    Entry twin = byKind.get(kind);
    if (twin != null) {
      throw new IllegalArgumentException(
          "handler: kind \"" + kind + "\" has one already" + asAliasOf(kind, twin));
    }
    for (String alias : aliases) {
      Entry other = byKind.get(alias);
      if (other != null) {
        throw new IllegalArgumentException(
            "handler of kind \""
                + kind
                + "\": its alias \""
                + alias
                + "\" has a handler already"
                + asAliasOf(alias, other));
      }
    }
  }

  private static String asAliasOf(String name, Entry entry) {
    return entry.kind().equals(name) ? "" : ", as an alias of kind \"" + entry.kind() + '"';
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

  /** The same as it handles runs of a queue. */
  @Nullable Entry find(String kind, String queue, Tuning tuning) {
    Entry entry = find(kind);
    return entry == null ? null : entry.with(tuning.of(queue, entry.config()));
  }

  /** What is said of a job whose kind has no handler here. */
  String noneFor(String kind) {
    return "no handler for kind \"" + kind + "\" on this worker; known here: " + kinds();
  }

  /** What a worker with these handlers says of itself. */
  Self of(WorkerConfig worker, Set<String> queues) {
    return new Self(worker.name(), List.copyOf(queues), kinds());
  }

  boolean areNone() {
    return byKind.isEmpty();
  }

  Set<String> kinds() {
    return new TreeSet<>(byKind.keySet());
  }
}
