package dev.awa.cli.command;

import dev.awa.KnownWorker;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Settings of queues as people read them. */
final class SettingLines {
  private SettingLines() {}

  /** A value of a setting, or a pause in words. */
  static String words(@Nullable Object value) {
    return switch (value) {
      case null -> "not set";
      case Duration time -> Units.words(time);
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
    Map<String, SettingChange> changes =
        status.changes().stream().collect(Collectors.toMap(SettingChange::setting, one -> one));
    Table.print(
        out,
        List.of("SETTING", "VALUE", "SET BY", "AT"),
        Stream.of(QueueSetting.values()).map(setting -> row(status, setting, changes)).toList());
    if (status.workers().isEmpty()) {
      out.println("no worker works on this queue");
    }
    status.workers().forEach(worker -> out.println(line(status, worker)));
  }

  private static List<String> row(
      QueueStatus status, QueueSetting setting, Map<String, SettingChange> changes) {
    Object value = status.settings().values().get(setting);
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
        + (worker.alive() ? "" : ", dead")
        + ") runs it with "
        + words(worker.runsWith().getOrDefault(status.queue(), QueueSettings.none()))
        + (notTaken.isEmpty() ? "" : "; not taken yet: " + notTaken);
  }
}
