package dev.awa.cli.top;

import dev.awa.KnownWorker;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.top.Columns.Column;
import dev.awa.client.Awa;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/** The workers, and which of their steps fail. */
final class WorkersView implements View {
  private final Cursor<Long> cursor = new Cursor<>();
  private int height = 1;
  private volatile @Nullable List<KnownWorker> workers;

  @Override
  public void read(Awa awa) {
    workers = awa.workers().list();
  }

  @Override
  public List<AttributedString> draw(int width, int high) {
    List<KnownWorker> rows = workers;
    if (rows == null) {
      return List.of(Paint.plain("reading ..."));
    }
    if (rows.isEmpty()) {
      return List.of(Paint.trouble("No worker is known. Start one: awa work, or your application"));
    }
    List<AttributedString> troubles = troubles(rows);
    height = Math.max(2, high - troubles.size());
    List<AttributedString> lines =
        new ArrayList<>(
            Paint.list(columns(Instant.now()).lines(rows, width), ids(rows), cursor, height));
    lines.addAll(troubles);
    return lines;
  }

  private static List<AttributedString> troubles(List<KnownWorker> workers) {
    return workers.stream()
        .flatMap(worker ->
            worker.troubles().stream()
                .map(one ->
                    Paint.trouble(
                        Printer.plain(
                            "! " + worker.name() + ": " + one.step() + " fails: " + one.error()))))
        .limit(4)
        .toList();
  }

  private static List<Long> ids(List<KnownWorker> workers) {
    return workers.stream().map(KnownWorker::id).toList();
  }

  private static Columns<KnownWorker> columns(Instant now) {
    return new Columns<>(
        List.of(
            new Column<>("STATE", false, true, WorkersView::state),
            new Column<>("LAST BEAT", true, true, one -> Ago.words(one.beatAt(), now)),
            new Column<>("STARTED", true, true, one -> Ago.words(one.startedAt(), now)),
            new Column<>("NAME", false, true, one -> Printer.plain(one.name())),
            new Column<>(
                "QUEUES", false, true, one -> Printer.plain(String.join(", ", one.queues())))));
  }

  private static String state(KnownWorker worker) {
    if (worker.alive() && worker.silent()) {
      return "silent";
    }
    return worker.alive() ? (worker.leads() ? "leads" : "alive") : "dead";
  }

  @Override
  public String keys() {
    return "Esc back";
  }

  @Override
  public void press(String key, Desk desk) {
    List<KnownWorker> rows = workers;
    cursor.press(key, ids(rows == null ? List.of() : rows), height - 1);
  }
}
