package dev.awa.worker;

import dev.awa.AwaException;
import dev.awa.Limits;
import dev.awa.RawJson;
import dev.awa.Upcast;
import dev.awa.engine.JsonWriting;
import dev.awa.engine.PlainJson;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The upcasts of a handler, by the version that each takes. Immutable. */
final class Upcasts {
  static final Upcasts NONE = new Upcasts(Map.of());

  private final Map<Integer, Upcast.Raw> byVersion;

  private Upcasts(Map<Integer, Upcast.Raw> byVersion) {
    this.byVersion = byVersion;
  }

  Upcasts with(int from, Upcast.Raw upcast) {
    HandlerConfig.requireVersion("upcast", from);
    Map<Integer, Upcast.Raw> more = new TreeMap<>(byVersion);
    if (more.putIfAbsent(from, upcast) != null) {
      throw new IllegalArgumentException(
          "handler upcast: there is one from version " + from + " already");
    }
    return new Upcasts(more);
  }

  Upcasts withOfObjects(int from, Upcast upcast) {
    return with(from, (Upcast.Raw) args -> upcast(upcast, args.text()));
  }

  @SuppressWarnings("unchecked") // a JSON object is read as a map with text keys
  private static RawJson upcast(Upcast upcast, String json) throws Exception {
    if (!(PlainJson.read(json) instanceof Map<?, ?> object)) {
      throw new AwaException("the upcast takes an object, and the arguments are none");
    }
    Map<String, @Nullable Object> args = upcast.upcast((Map<String, @Nullable Object>) object);
    if (args == null) { // from code that is not checked for it
      throw new AwaException("the upcast answered null");
    }
    return new RawJson(JsonWriting.text(args));
  }

  /**
   * Looks for gaps.
   *
   * @param oldest the oldest version that the handler reads
   * @param version the version that its type has
   * @throws IllegalArgumentException when there is no upcast from a version, or one from another
   */
  void check(String kind, int oldest, int version) {
    String handler = "handler of kind \"" + kind + "\": ";
    if (oldest > version) {
      throw new IllegalArgumentException(
          handler + "its oldest version, " + oldest + ", is newer than its version, " + version);
    }
    for (int from = oldest; from < version; from++) {
      if (!byVersion.containsKey(from)) {
        throw new IllegalArgumentException(
            handler
                + "it reads version "
                + version
                + ", and has no upcast from version "
                + from
                + ". Give it one (HandlerConfig.withUpcast), or say that no job is as old any more"
                + " (withOldestVersion)");
      }
    }
    for (int from : byVersion.keySet()) {
      if (from < oldest || from >= version) {
        throw new IllegalArgumentException(
            handler
                + "it has an upcast from version "
                + from
                + ", and reads versions "
                + oldest
                + " to "
                + version);
      }
    }
  }

  /**
   * Arguments of a version as those of a later one.
   *
   * @throws AwaException when an upcast fails
   */
  String apply(String json, int from, int to) {
    String args = json;
    for (int version = from; version < to; version++) {
      args = step(args, version);
    }
    return args;
  }

  private String step(String json, int from) {
    Upcast.Raw upcast = byVersion.get(from);
    if (upcast == null) {
      throw new AwaException("the arguments are of version " + from + ": there is no upcast");
    }
    String what = "the arguments could not be made version " + (from + 1) + " of " + from + ": ";
    RawJson upcasted;
    try {
      upcasted = upcast.upcast(new RawJson(json));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AwaException(what + "the upcast was interrupted", e);
    } catch (AwaException e) {
      throw new AwaException(what + e.getMessage(), e);
    } catch (Exception | LinkageError | StackOverflowError e) {
      throw new AwaException(what + e, e);
    }
    if (upcasted == null || upcasted.text() == null) {
      throw new AwaException(what + "the upcast answered null");
    }
    if (upcasted.text().length() > Limits.ARGS_BYTES) {
      throw new AwaException(
          what + "the upcast answered more than " + Limits.ARGS_BYTES + " characters of JSON");
    }
    return upcasted.text();
  }
}
