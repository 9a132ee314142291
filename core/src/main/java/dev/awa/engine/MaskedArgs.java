package dev.awa.engine;

import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.Limits;
import dev.awa.StoredJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Arguments as people see them. */
public final class MaskedArgs {
  private static final String MASK = "***";

  private MaskedArgs() {}

  /**
   * The job with arguments that may be shown: masked, and of encrypted ones the key alone; then its
   * checkpoint is not shown either.
   */
  public static StoredJob of(StoredJob job) {
    ArgsForm form = ArgsForm.of(job.ext());
    return form.encrypted() || !form.masked().isEmpty()
        ? job.showing(shown(job.args(), job.ext()), StoredCheckpoint.masked(job.ext(), MASK))
        : job;
  }

  /** Arguments that may be shown, of a job that carries {@code ext}. */
  public static String shown(String args, String ext) {
    ArgsForm form = ArgsForm.of(ext);
    if (form.encrypted()) {
      String keyId = EncryptedArgs.keyId(args);
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("key", keyId == null ? "?" : keyId);
      shown.put("data", MASK);
      return PlainJson.write(shown);
    }
    return form.masked().isEmpty() ? args : masked(args, form.masked());
  }

  /** The text with the mask in the place of what the paths lead to. */
  static String masked(String args, List<String> paths) {
    Object value;
    try {
      value = PlainJson.read(args);
    } catch (RuntimeException e) {
      return '"' + MASK + '"'; // nobody can say what it holds
    }
    for (String path : paths) {
      value = masked(value, List.of(path.split("\\.", -1)));
    }
    return JsonWriting.text(value);
  }

  private static @Nullable Object masked(@Nullable Object value, List<String> path) {
    if (path.isEmpty()) {
      return value == null ? null : MASK;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>();
      list.forEach(one -> all.add(masked(one, path)));
      return all;
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<Object, @Nullable Object> all = new LinkedHashMap<>(map);
    all.computeIfPresent(
        path.getFirst(), (name, part) -> masked(part, path.subList(1, path.size())));
    return all;
  }

  /**
   * Checks the paths of a job: one that leads nowhere would show what it was to mask.
   *
   * @param fields what objects of the type may be written with besides
   * @throws InvalidJobException when there are too many, or one of them is none
   */
  static void check(Job<?> job, String args, Set<String> fields) {
    List<String> paths = job.masked();
    if (paths.isEmpty()) {
      return;
    }
    if (paths.size() > Limits.MASKED) {
      throw new InvalidJobException(
          "masked", paths.size() + " fields", "must be at most " + Limits.MASKED + " fields");
    }
    List<String> present = PlainJson.fieldNames(args);
    for (int i = 0; i < paths.size(); i++) {
      String field = "masked[" + i + "]";
      StorableText.checkName(field, paths.get(i));
      List<String> names = List.of(paths.get(i).split("\\.", -1));
      if (names.contains("")) {
        throw new InvalidJobException(
            field, paths.get(i), "must be names with single dots between them");
      }
      String first = names.getFirst();
      if (present == null || !(present.contains(first) || fields.contains(first))) {
        throw new InvalidJobException(field, paths.get(i), "must begin with a field of args");
      }
    }
  }
}
