package dev.awa.admin.page;

import dev.awa.KnownWorker;
import dev.awa.QueueSetting;
import dev.awa.QueueSettings;
import dev.awa.QueueStats;
import dev.awa.QueueStatus;
import dev.awa.SettingChange;
import dev.awa.admin.Units;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Does the queue keep up; if not, what holds it?
 *
 * @param isUnused whether no job was ever enqueued into it, as far as the counters know
 * @param rate how many jobs it completed a second; null before the second look
 * @param setRefusal why the visitor can't change settings; null: they can
 * @param audit who changed it; null: the visitor may not see that
 */
record QueuePage(
    QueueStatus status,
    QueueStats stats,
    boolean isUnused,
    @Nullable Double rate,
    List<SettingChange> history,
    List<SettingField> settings,
    List<Deed> deeds,
    @Nullable String setRefusal,
    TimingsPanel timings,
    @Nullable AuditPanel audit,
    Now now) {
  /** How many changes are looked at for pauses, and how many of them are shown. */
  private static final int LOOKED = 100;

  private static final int SHOWN = 10;

  static Page of(Visit visit) {
    String target = "/queues/" + visit.segment(1);
    QueueStatus status = visit.get(QueueStatus.class, target);
    QueueStats stats = visit.get(QueueStats.class, target + "/stats");
    Counts counts = visit.counts();
    List<SettingChange> history = visit.list(target + "/history?limit=" + LOOKED);
    QueuePage page =
        new QueuePage(
            status,
            stats,
            counts.next() == null && counts.find(status.queue()).isEmpty() && isEmpty(stats),
            counts.rate(status.queue()),
            history.subList(0, Math.min(SHOWN, history.size())),
            SettingsForm.settings(ofForm(), status.settings()),
            deeds(visit, status),
            visit.refusal("queue-set"),
            TimingsPanel.ofQueue(visit, status.queue(), Pause.of(history)),
            AuditPanel.of(visit, "queue", status.queue()),
            visit.now());
    return Page.of(status.queue(), "queues", out -> JtequeueGenerated.render(out, null, page));
  }

  /** The counts of all queues are a few seconds old, these are not. */
  private static boolean isEmpty(QueueStats stats) {
    return stats.available() + stats.running() + stats.scheduled() + stats.retryable() == 0
        && stats.completed() + stats.failed() + stats.cancelled() == 0;
  }

  /** Stripes are for good, so no form has them. */
  private static List<QueueSetting> ofForm() {
    return Stream.of(QueueSetting.values())
        .filter(setting -> setting != QueueSetting.STRIPES)
        .toList();
  }

  private static List<Deed> deeds(Visit visit, QueueStatus status) {
    String queue = status.queue();
    Deed pause = Deed.of(visit, "queue-pause", "pause", "Pause", "Pause queue " + queue + "?");
    Deed resume =
        Deed.of(visit, "queue-resume", "resume", "Resume", "Resume queue " + queue + "?").first();
    Deed drain =
        Deed.of(visit, "queue-drain", "drain", "Drain", "Cancel all that waits in " + queue + "?")
            .dangerous();
    Deed purge =
        Deed.of(
                visit,
                "queue-purge",
                "purge",
                "Purge",
                "Take away all that waits in " + queue + ", for good?")
            .dangerous();
    return List.of(status.pause() == null ? pause : resume, drain, purge);
  }

  String name() {
    return status.queue();
  }

  /** One that the page lets people do; one that it does not is refused. */
  Deed deed(String id) {
    return deeds.stream()
        .filter(deed -> deed.id().equals(id))
        .findFirst()
        .orElse(new Deed(id, "", "", "", "not now"));
  }

  @Nullable Duration lag() {
    Instant since = stats.oldestReadyAt();
    return since == null ? null : now.since(since);
  }

  long waiting() {
    return stats.available() + stats.scheduled() + stats.retryable();
  }

  /** The jobs of the queue in a state. */
  String jobs(String state) {
    String filter = "queue:" + FilterWords.quoted(name()) + " state:" + state;
    String place = state.equals("dead_letter") ? "dead-letters" : "jobs";
    return "../" + place + "?q=" + Words.query(filter);
  }

  /** The settings that the queue has on a worker now, in words. */
  String runsWith(KnownWorker worker) {
    QueueSettings settings = worker.runsWith().getOrDefault(name(), QueueSettings.none());
    return settings.values().isEmpty() ? "has not said" : KindsPage.settings(settings);
  }

  String notTaken(KnownWorker worker) {
    return status.notTaken(worker).stream()
        .map(QueueSetting::toString)
        .collect(Collectors.joining(", "));
  }

  /** A value of a setting as people type it; empty when it is not set. */
  static String typed(@Nullable Object value) {
    return value == null ? "" : value instanceof Duration time ? Units.words(time) : "" + value;
  }

  /** The same for people who only read it. */
  static String value(@Nullable Object value) {
    return value == null ? "not set" : typed(value);
  }

  static Page act(Visit visit, Fields form) {
    String target = "/queues/" + visit.segment(1);
    if (form.get("do").equals("set")) {
      return SettingsForm.ofQueue(visit, form);
    }
    if (form.get("do").equals("drain")) {
      return EmptiedQueue.drained(visit, form);
    }
    if (form.get("do").equals("purge")) {
      return EmptiedQueue.purged(visit, form);
    }
    String done =
        switch (form.get("do")) {
          case "pause" -> paused(visit, target, form);
          case "resume" -> {
            visit.change("POST", target + "/resume", Map.of());
            yield "resumed";
          }
          default -> throw Typed.unknown();
        };
    return Page.elsewhere(visit.segment(1) + "?done=" + done);
  }

  /** Pauses a queue as a form asks for it; what is said afterwards. */
  static String paused(Visit visit, String target, Fields form) {
    Map<String, Object> body = new LinkedHashMap<>(Typed.reason(form, "pause"));
    String span = form.find("for");
    if (span != null) {
      body.put("until", span);
    }
    boolean again = visit.get(QueueStatus.class, target).pause() != null;
    visit.change("POST", target + "/pause", body);
    return again ? "paused-again" : "paused";
  }
}
