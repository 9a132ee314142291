package dev.awa.correctness.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What was done in a run of the engine. */
public final class Trace {
  /** How many runs a claim took at most. */
  static final int LIMIT = 3;

  private static final int SLOTS = 16;

  /** One run: the number of its transaction, its job, its lane. */
  record Row(long transaction, long job, int lane) {
    String text() {
      return "[x |-> %d, j |-> %d, lane |-> %d]".formatted(transaction, job, lane);
    }
  }

  private final List<Row> rows;
  private final List<Call> calls;

  Trace(List<Row> rows, List<Call> calls) {
    this.rows = List.copyOf(rows);
    this.calls = List.copyOf(calls);
  }

  /** How many calls of a verb did what they were made for. */
  public long done(String verb) {
    return calls.stream().filter(call -> call.verb().equals(verb) && call.isDone()).count();
  }

  /** How many runs there were. */
  public int runs() {
    return rows.size();
  }

  /** How many calls. */
  public int calls() {
    return calls.size();
  }

  // --- for TLC ---

  /** Writes it into a folder, for the module ClaimTrace, with a configuration that says so. */
  public void write(Path folder, String name, String firstLine) throws IOException {
    Files.writeString(folder.resolve("Recorded.tla"), module());
    Files.writeString(folder.resolve("ClaimTrace." + name + ".cfg"), configuration(firstLine));
  }

  private static String configuration(String firstLine) {
    return """
    \\* %s
    SPECIFICATION TraceSpec
    CHECK_DEADLOCK FALSE
    CONSTANTS
      Rows <- RecordedRows
      Stuck <- Nobody
      Cancels <- Nobody
      Purges <- Nobody
      Limit = %d
      K = %d
      NearlyFull = 1
      LastGen <- RecordedLastGen
      Leaders = {1}
      Broken = "nothing"
    INVARIANTS NotReplayed
    """
        .formatted(firstLine, LIMIT, SLOTS);
  }

  private String module() {
    return """
    ------------------------------- MODULE Recorded -------------------------------
    EXTENDS Integers
    RecordedRows == {%s}
    RecordedLastGen == %d
    Calls == <<
    %s
    >>
    Points == <<%s>>
    ================================================================================
    """
        .formatted(
            rows.stream().map(Row::text).collect(Collectors.joining(", ")),
            SLOTS - 1,
            calls.stream().map(Call::text).collect(Collectors.joining(",\n")),
            points());
  }

  private record Moment(long when, int point) {}

  private String points() {
    List<Moment> moments = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      moments.add(new Moment(calls.get(i).begun(), i + 1));
      moments.add(new Moment(calls.get(i).ended(), -(i + 1)));
    }
    moments.sort(Comparator.comparingLong(Moment::when));
    return moments.stream()
        .map(moment -> Integer.toString(moment.point()))
        .collect(Collectors.joining(", "));
  }

  // --- what did not happen ---

  private List<Call> claims() {
    return calls.stream()
        .filter(call -> call.verb().equals("claim") && !call.numbers("members").isEmpty())
        .toList();
  }

  private Trace instead(Call of, Call other) {
    return new Trace(rows, calls.stream().map(call -> call.equals(of) ? other : call).toList());
  }

  /** One in which a claim takes what another one of its lane has taken. */
  public Trace claimedTwice() {
    for (Call one : claims()) {
      for (Call other : claims()) {
        if (!one.equals(other)
            && Objects.equals(one.answer().get("lane"), other.answer().get("lane"))) {
          Set<Long> members = new HashSet<>(one.numbers("members"));
          members.addAll(other.numbers("members"));
          return instead(one, one.with("members", members));
        }
      }
    }
    throw new IllegalStateException("no lane has two claims");
  }

  /** One in which a claim passes by a run that it took. */
  public Trace passedBy() {
    Call claim =
        claims().stream()
            .filter(call -> call.numbers("members").size() > 1)
            .findFirst()
            .orElseThrow();
    return instead(claim, claim.with("members", claim.numbers("members").subList(1, 2)));
  }

  /** One in which a segment is pruned before its last claim is closed, if there was a prune. */
  public Optional<Trace> prunedBeforeClosed() {
    return calls.stream()
        .filter(call -> call.verb().equals("prune") && call.isDone())
        .flatMap(prune ->
            calls.stream()
                .filter(flush -> flush.verb().equals("flush") && flush.ended() < prune.begun())
                .filter(flush -> flush.numbers("slots").contains(prune.numbers("of").getFirst()))
                .map(flush -> instead(flush, flush.at(Long.MAX_VALUE - 1, Long.MAX_VALUE))))
        .findFirst();
  }
}
