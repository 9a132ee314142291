package dev.awa.cli.command;

import dev.awa.KnownWorker;
import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;
import dev.awa.cron.Fire;
import java.util.List;

/** Tells people when a schedule fires next, and that nobody lets it fire. */
final class NextFire {
  private NextFire() {}

  /** When one fires next. */
  static void tell(Awa awa, String schedule, Printer printer) {
    List<Fire> fires = awa.schedules().preview(schedule, 1);
    printer.line(
        fires.isEmpty()
            ? "it fires no more: no planned time lies before its end"
            : "it fires next at "
                + Printer.time(fires.getFirst().instant())
                + "; then: awa schedule preview "
                + Printer.plain(schedule));
    tellWithoutLeader(awa, printer);
  }

  /** Schedules fire when a worker leads. */
  static void tellWithoutLeader(Awa awa, Printer printer) {
    if (awa.workers().list().stream().noneMatch(KnownWorker::leads)) {
      printer.line(
          "no worker leads now, and nothing fires meanwhile: start a worker, or awa maintain, or"
              + " awa tick");
    }
  }
}
