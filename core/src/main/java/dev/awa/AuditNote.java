package dev.awa;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is to be noted of a change that somebody asked for; see {@link AuditEntry}. Immutable; begin
 * with {@link #of}. Texts that are too long are cut.
 */
public final class AuditNote {
  private static final Set<String> OUTCOMES =
      Set.of(AuditEntry.DONE, AuditEntry.REFUSED, AuditEntry.FAILED);

  private final Fields is;

  private AuditNote(Fields fields) {
    this.is = fields;
  }

  /**
   * Somebody asked for something.
   *
   * @param by who, 1 to 200 characters
   * @param action what for, 1 to 200 characters: {@code queue-pause}
   * @param outcome {@link AuditEntry#DONE}, {@link AuditEntry#REFUSED} or {@link AuditEntry#FAILED}
   * @throws IllegalArgumentException when the outcome is none of these; the names are looked at
   *     when the note is stored
   */
  public static AuditNote of(String by, String action, String outcome) {
    if (!OUTCOMES.contains(outcome)) {
      throw new IllegalArgumentException("outcome: must be done, refused or failed");
    }
    Fields fields = new Fields();
    fields.by = by;
    fields.action = action;
    fields.outcome = outcome;
    return new AuditNote(fields);
  }

  /** Who asked. */
  public String by() {
    return is.by;
  }

  /** What for. */
  public String action() {
    return is.action;
  }

  /** What became of it. */
  public String outcome() {
    return is.outcome;
  }

  /** Of what; null: none is named. */
  public @Nullable String target() {
    return is.target;
  }

  /** What else was asked for, in the order of names. */
  public Map<String, String> details() {
    return Collections.unmodifiableMap(is.details);
  }

  /** How many jobs were changed; null: it is not about jobs. */
  public @Nullable Long jobs() {
    return is.jobs;
  }

  /** Why it was not done; null: it was. */
  public @Nullable String why() {
    return is.why;
  }

  /** From where; null: unknown. */
  public @Nullable String from() {
    return is.from;
  }

  /** The id of the request; null: none. */
  public @Nullable String request() {
    return is.request;
  }

  /** The same of a target, up to 1000 characters. */
  public AuditNote withTarget(@Nullable String name) {
    return with(fields -> fields.target = name);
  }

  /** The same with a detail, up to 1000 characters. */
  public AuditNote withDetail(String name, String value) {
    Objects.requireNonNull(value);
    return with(fields -> fields.details.put(name, value));
  }

  /** The same of so many jobs. */
  public AuditNote withJobs(@Nullable Long count) {
    return with(fields -> fields.jobs = count);
  }

  /** The same for this reason, up to 1000 characters. */
  public AuditNote withWhy(@Nullable String words) {
    return with(fields -> fields.why = words);
  }

  /** The same from an address, up to 200 characters. */
  public AuditNote withFrom(@Nullable String address) {
    return with(fields -> fields.from = address);
  }

  /** The same of a request, up to 200 characters. */
  public AuditNote withRequest(@Nullable String id) {
    return with(fields -> fields.request = id);
  }

  private AuditNote with(Consumer<Fields> change) {
    Fields fields = is.copy();
    change.accept(fields);
    return new AuditNote(fields);
  }

  @Override
  public String toString() {
    return "AuditNote["
        + String.join(" ", is.by, is.action, is.outcome)
        + (is.target == null ? "" : ", of " + is.target)
        + (is.details.isEmpty() ? "" : ", " + is.details)
        + (is.jobs == null ? "" : ", " + is.jobs + " jobs")
        + (is.why == null ? "" : ", " + is.why)
        + (is.from == null ? "" : ", from " + is.from)
        + (is.request == null ? "" : ", request " + is.request)
        + "]";
  }

  /** Never changed once a note has them. */
  private static final class Fields {
    private String by = "";
    private String action = "";
    private String outcome = "";
    private @Nullable String target;
    private TreeMap<String, String> details = new TreeMap<>();
    private @Nullable Long jobs;
    private @Nullable String why;
    private @Nullable String from;
    private @Nullable String request;

    Fields copy() {
      Fields copy = new Fields();
      copy.by = by;
      copy.action = action;
      copy.outcome = outcome;
      copy.target = target;
      copy.details = new TreeMap<>(details);
      copy.jobs = jobs;
      copy.why = why;
      copy.from = from;
      copy.request = request;
      return copy;
    }
  }
}
