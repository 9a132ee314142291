package dev.awa.worker;

import dev.awa.AwaException;
import dev.awa.Encryption;
import dev.awa.JsonCodec;
import dev.awa.RawJson;
import dev.awa.engine.ArgsForm;
import dev.awa.engine.EncryptedArgs;
import dev.awa.engine.Run;
import dev.awa.event.KeyUnknown;
import dev.awa.event.VersionUnknown;
import dev.awa.event.WorkerEvent;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a worker reads stored arguments: it decrypts them, brings them to the version of the handler,
 * and reads them as the handler's type.
 */
record ArgsReader(JsonCodec codec, @Nullable Encryption encryption) {
  private static final int MOST_CAUSES = 50;

  /**
   * What keeps this worker from reading the arguments of a run.
   *
   * @param about what it is told of once
   * @param why the run is put back
   */
  record Obstacle(String about, String why, WorkerEvent event) {}

  /**
   * A newer version, or a key that is not known here: another worker may be able to read such
   * arguments. Null when there is nothing. Throws nothing.
   *
   * @param delay for how long the run will be put back
   */
  @Nullable Obstacle obstacle(Handlers.Entry entry, Run run, Duration delay) {
    ArgsForm form = run.argsForm();
    if (!entry.readsAnyVersion() && form.version() > entry.version()) {
      VersionUnknown newer =
          new VersionUnknown(run.jobId(), run.kind(), form.version(), entry.version(), delay);
      return new Obstacle("version " + form.version() + " of " + run.kind(), newer.reason(), newer);
    }
    String keyId = form.encrypted() ? EncryptedArgs.keyId(run.args()) : null;
    if (keyId == null || (encryption != null && encryption.key(keyId) != null)) {
      return null;
    }
    Set<String> known = encryption == null ? Set.of() : encryption.keyIds();
    KeyUnknown unknown = new KeyUnknown(run.jobId(), run.kind(), keyId, known, delay);
    return new Obstacle("key " + keyId + " of " + run.kind(), unknown.reason(), unknown);
  }

  /**
   * Reads the arguments, on the thread of the attempt.
   *
   * @throws RuntimeException when they can't be read: the attempt has failed
   */
  Object read(Handlers.Entry entry, Run run) {
    ArgsForm form = run.argsForm();
    requireVersion(entry, form.version());
    if (!form.encrypted() && form.masked().isEmpty()) {
      return read(entry, form, run.args());
    }
    String json =
        form.encrypted()
            ? EncryptedArgs.decrypt(encryption, run.kind(), form.version(), run.args())
            : run.args();
    try {
      return read(entry, form, json);
    } catch (Throwable e) {
      throw new AwaException(withoutValues(entry, form, e)); // a cause would hold some
    }
  }

  private Object read(Handlers.Entry entry, ArgsForm form, String json) {
    String current =
        entry.readsAnyVersion()
            ? json
            : entry.config().upcasts().apply(json, form.version(), entry.version());
    return entry.type() == RawJson.class ? new RawJson(current) : codec.read(current, entry.type());
  }

  private static void requireVersion(Handlers.Entry entry, int version) {
    int oldest = entry.config().oldestVersion();
    if (version == 0) {
      throw new AwaException("the version of the arguments, in ext, must be 1 to 1000000");
    }
    if (!entry.readsAnyVersion() && version < oldest) {
      throw new AwaException(
          "the arguments are of version "
              + version
              + "; this handler reads versions "
              + oldest
              + " to "
              + entry.version());
    }
  }

  /** Where and what, but no words of a codec or an upcast: they quote what they have read. */
  private static String withoutValues(Handlers.Entry entry, ArgsForm form, Throwable e) {
    Throwable cause = e;
    for (int i = 0; i < MOST_CAUSES && cause.getCause() != null; i++) { // may run in a circle
      cause = cause.getCause();
    }
    StackTraceElement[] trace = cause.getStackTrace();
    return (form.encrypted() ? "the arguments were decrypted and" : "the arguments")
        + " can't be read as "
        + entry.type().getTypeName()
        + ": "
        + cause.getClass().getName()
        + (trace.length == 0 ? "" : " at " + trace[0])
        + ". More is not told, because they are "
        + (form.encrypted() ? "encrypted" : "masked");
  }
}
