package dev.awa.admin;

import dev.awa.StoredOperation;
import dev.awa.client.OperationPreview;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of an operation, in the order in which it is shown. */
public final class OperationDocument {
  private OperationDocument() {}

  /** The facts by their names; a fact that the operation does not have is null. */
  public static Map<String, @Nullable Object> of(StoredOperation operation) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("id", operation.id());
    facts.put("action", operation.verb().word());
    facts.put("state", operation.state().name().toLowerCase(Locale.ROOT));
    facts.put("percent", Math.floor(operation.percent() * 10) / 10);
    facts.put("changed", operation.counts().changed());
    facts.put("too_late", operation.counts().tooLate());
    facts.put("duplicates", operation.counts().duplicates());
    facts.put("failed", operation.counts().failed());
    facts.put("expected", operation.expected());
    facts.put("unmet", operation.unmet());
    facts.put("to_look_at_again", operation.toLookAtAgain());
    facts.put("filter", Documents.JSON.readTree(operation.filter()));
    facts.put("change", Documents.JSON.readTree(operation.change()));
    facts.put("reason", operation.reason());
    facts.put("submitted_by", operation.submittedBy());
    facts.put("submitted_at", operation.submittedAt());
    facts.put("moved_at", operation.movedAt());
    facts.put("ended_at", operation.endedAt());
    facts.put("stopped_by", operation.stoppedBy());
    facts.put("notes", operation.notes().stream().map(OperationDocument::note).toList());
    return facts;
  }

  private static Map<String, Object> note(StoredOperation.Note note) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("job", note.jobId());
    facts.put("verdict", note.verdict());
    facts.put("why", note.why());
    return facts;
  }

  /** What an operation would do, before it is submitted. */
  public static Map<String, @Nullable Object> of(OperationPreview preview) {
    return of(preview, List.of());
  }

  /** The same, with more that a person should know. */
  public static Map<String, @Nullable Object> of(OperationPreview preview, List<String> more) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("jobs", preview.jobs());
    facts.put("exact", preview.isExact());
    facts.put("sample", preview.sample().stream().map(JobDocument::of).toList());
    facts.put("warnings", Stream.concat(preview.warnings().stream(), more.stream()).toList());
    return facts;
  }
}
