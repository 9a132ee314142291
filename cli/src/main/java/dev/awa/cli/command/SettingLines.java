package dev.awa.cli.command;

import dev.awa.ChangedStorage;
import dev.awa.KindChange;
import dev.awa.KindStatus;
import dev.awa.KnownWorker;
import dev.awa.Overwritten;
import dev.awa.QueuePause;
import dev.awa.QueueSetting;
import dev.awa.QueueSettings;
import dev.awa.QueueStatus;
import dev.awa.SettingChange;
import dev.awa.admin.Units;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Settings of queues and kinds as people read them. */
final class SettingLines {
  private SettingLines() {}

  /** A value of a setting, or a pause in words. */
  static String words(@Nullable Object value) {
    return switch (value) {
      case null -> "not set";
      case Duration time -> Units.words(time);
      case Long bytes -> Units.words(bytes);
      default -> Printer.plain(value);
    };
  }

  /** Settings in one line. */
  static String words(QueueSettings settings) {
    return settings.values().isEmpty()
        ? "nothing is known yet"
        : settings.values().entrySet().stream()
            .map(one -> one.getKey() + " " + words(one.getValue()))
            .collect(Collectors.joining(", "));
  }

  /** A queue with all that can be set of it. */
  static void print(PrintWriter out, QueueStatus status) {
    if (status.pause() != null) {
      out.println(words(status.pause()));
    }
    status.described().forEach(one -> out.println(DescriptorLines.line(one, status.described())));
    print(out, status.settings(), status.changes(), List.of(QueueSetting.values()));
    if (status.workers().isEmpty()) {
      out.println("no worker works on this queue");
    }
    status.workers().forEach(worker -> out.println(line(status, worker)));
  }

  /** A kind with all that can be set of it. */
  static void print(PrintWriter out, KindStatus status) {
    status.described().forEach(one -> out.println(DescriptorLines.line(one, status.described())));
    print(out, status.settings(), status.changes(), KindChange.SETTINGS);
  }

  private static void print(
      PrintWriter out,
      QueueSettings settings,
      List<SettingChange> changes,
      List<QueueSetting> shown) {
    Map<String, SettingChange> last =
        changes.stream().collect(Collectors.toMap(SettingChange::setting, one -> one));
    Table.print(
        out,
        List.of("SETTING", "VALUE", "SET BY", "AT"),
        shown.stream().map(setting -> row(settings, setting, last)).toList());
  }

  /** What was overwritten of a queue or a kind; what: which of the two. */
  static void printChanged(PrintWriter out, String what, String name, List<Overwritten> changed) {
    String whose = what + " \"" + Printer.plain(name) + "\": ";
    if (changed.isEmpty()) {
      out.println(whose + "nothing has changed");
    }
    changed.forEach(one ->
        out.println(
            whose
                + one.setting()
                + changed(words(one.before()), words(one.after()), one.setBy(), one.setAt())));
  }

  /** What was overwritten of the storage. */
  static void printChanged(PrintWriter out, List<ChangedStorage.Setting> changed) {
    if (changed.isEmpty()) {
      out.println("nothing has changed");
    }
    changed.forEach(one ->
        out.println(
            one.setting()
                + changed(words(one.before()), words(one.after()), one.setBy(), one.setAt())));
  }

  private static String changed(
      String before, String after, @Nullable String setBy, @Nullable Instant setAt) {
    String last =
        setAt == null ? "" : ", changed by " + Printer.plain(setBy) + " at " + Printer.time(setAt);
    return " is " + after + ", was " + before + last;
  }

  /** Who changed what, the newest first. */
  static void printHistory(PrintWriter out, List<SettingChange> changes) {
    Table.print(
        out,
        List.of("AT", "BY", "SETTING", "BEFORE", "AFTER"),
        changes.stream().map(SettingLines::row).toList());
  }

  private static List<String> row(SettingChange change) {
    return List.of(
        Printer.time(change.at()),
        Printer.plain(change.by()),
        change.setting(),
        words(change.before()),
        words(change.after()));
  }

  private static List<String> row(
      QueueSettings settings, QueueSetting setting, Map<String, SettingChange> changes) {
    Object value = settings.values().get(setting);
    Optional<SettingChange> change =
        Optional.ofNullable(value == null ? null : changes.get(setting.toString()));
    return List.of(
        setting.toString(),
        words(value),
        change.map(one -> Printer.plain(one.by())).orElse(""),
        change.map(one -> Printer.time(one.at())).orElse(""));
  }

  private static String words(QueuePause pause) {
    return "paused since "
        + Printer.time(pause.since())
        + (pause.by() == null ? "" : " by " + Printer.plain(pause.by()))
        + (pause.reason() == null ? "" : ": " + Printer.plain(pause.reason()))
        + (pause.until() == null
            ? "; until it is resumed"
            : "; ends by itself at " + Printer.time(pause.until()));
  }

  private static String line(QueueStatus status, KnownWorker worker) {
    List<QueueSetting> notTaken = status.notTaken(worker);
    return "worker "
        + Printer.plain(worker.name())
        + " ("
        + worker.id()
        + (worker.alive() ? (worker.silent() ? ", silent" : "") : ", dead")
        + ") runs it with "
        + words(worker.runsWith().getOrDefault(status.queue(), QueueSettings.none()))
        + (notTaken.isEmpty() ? "" : "; not taken yet: " + notTaken);
  }
}
