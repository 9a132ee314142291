package dev.awa.worker;

import dev.awa.AwaException;
import dev.awa.Encryption;
import dev.awa.InvalidJobException;
import dev.awa.JsonCodec;
import dev.awa.engine.Report;
import dev.awa.engine.Run;
import dev.awa.engine.StoredCheckpoint;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes and reads the checkpoints of one attempt, on the threads of its handler. */
final class Checkpoints {
  private static final Report.Checkpoint FORGOTTEN = new Report.Checkpoint(null);

  private final JsonCodec codec;
  private final @Nullable Encryption encryption;
  private final Run run;
  private volatile @Nullable Written newest;

  /** The newest of this attempt: null JSON where it was forgotten. */
  private record Written(@Nullable String json) {}

  Checkpoints(ArgsReader reader, Run run) {
    this.codec = reader.codec();
    this.encryption = reader.encryption();
    this.run = run;
  }

  /** Makes a value fit to be stored. */
  Report.Checkpoint of(Object value) {
    String json = written(value);
    Report.Checkpoint made = StoredCheckpoint.of(json, run, encryption);
    newest = new Written(json);
    return made;
  }

  /** Forgets it. */
  Report.Checkpoint none() {
    newest = new Written(null);
    return FORGOTTEN;
  }

  private String written(Object value) {
    try {
      return codec.write(value);
    } catch (InvalidJobException e) {
      throw new InvalidJobException("checkpoint", e.value(), e.rule());
    }
  }

  /** The newest, of this attempt or of one before, as a type. */
  Optional<Object> read(Type type) {
    Written own = newest;
    Optional<String> json =
        own == null
            ? StoredCheckpoint.of(run, encryption)
            : Optional.ofNullable(own.json()); // forgotten is not the one before
    return json.map(text -> read(text, type));
  }

  private Object read(String json, Type type) {
    try {
      return codec.read(json, type);
    } catch (RuntimeException e) {
      String what =
          "the checkpoint of job " + run.jobId() + " can't be read as " + type.getTypeName();
      throw run.argsForm().encrypted()
          ? new AwaException(what + ". More is not told, because it is encrypted")
          : new AwaException(
              what + ": " + e.getMessage() + ". Read it as the type it was written as", e);
    }
  }
}
