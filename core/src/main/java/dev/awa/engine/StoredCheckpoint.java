package dev.awa.engine;

import dev.awa.AwaException;
import dev.awa.Encryption;
import dev.awa.Limits;
import dev.awa.StoredJob;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoint of a job as it is stored: a field of {@code ext}, in clear, or encrypted where the
 * arguments are.
 */
public final class StoredCheckpoint {
  private static final String FIELD = "checkpoint";

  private StoredCheckpoint() {}

  /**
   * Makes one of JSON text.
   *
   * @throws dev.awa.InvalidJobException when PostgreSQL could not store it, or it is too large
   * @throws AwaException when it is to be encrypted and can't be
   */
  public static Report.Checkpoint of(String json, Run run, @Nullable Encryption encryption) {
    JsonText.check(FIELD, json, Limits.CHECKPOINT_BYTES);
    ArgsForm form = run.argsForm();
    if (!form.encrypted()) {
      return new Report.Checkpoint(json);
    }
    if (encryption == null) {
      throw new AwaException(
          "checkpoint: the arguments of job "
              + run.jobId()
              + " are encrypted, and this worker has no keys to encrypt a checkpoint with");
    }
    return new Report.Checkpoint(
        EncryptedArgs.encryptCheckpoint(encryption, run.kind(), form.version(), json));
  }

  /**
   * The JSON text of the one that a run carries from the attempts before.
   *
   * @throws AwaException when it is encrypted and can't be decrypted
   */
  public static Optional<String> of(Run run, @Nullable Encryption encryption) {
    if (!isIn(run.ext())
        || !(PlainJson.read(run.ext()) instanceof Map<?, ?> ext)
        || ext.get(FIELD) == null) {
      return Optional.empty();
    }
    String stored = JsonWriting.text(ext.get(FIELD));
    ArgsForm form = run.argsForm();
    return Optional.of(
        form.encrypted()
            ? EncryptedArgs.decryptCheckpoint(encryption, run.kind(), form.version(), stored)
            : stored);
  }

  /** An ext that may be shown: with the mask for a checkpoint. */
  static String masked(String ext, String mask) {
    return with(ext, stored -> '"' + mask + '"');
  }

  /** The ext of a job with the checkpoint decrypted, if that can be done. */
  public static String revealed(StoredJob job, Encryption encryption) {
    int version = ArgsForm.of(job.ext()).version();
    return with(
        job.ext(),
        stored -> EncryptedArgs.decryptCheckpoint(encryption, job.kind(), version, stored));
  }

  private static String with(String ext, UnaryOperator<String> shown) {
    if (!isIn(ext)) {
      return ext;
    }
    if (!(PlainJson.read(ext) instanceof Map<?, ?> read) || !read.containsKey(FIELD)) {
      return ext;
    }
    Map<Object, @Nullable Object> all = new LinkedHashMap<>(read);
    all.put(FIELD, PlainJson.read(shown.apply(JsonWriting.text(read.get(FIELD)))));
    return JsonWriting.text(all);
  }

  private static boolean isIn(String ext) {
    return ext.contains('"' + FIELD + '"');
  }
}
