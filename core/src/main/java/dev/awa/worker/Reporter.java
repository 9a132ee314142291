package dev.awa.worker;

import dev.awa.engine.Failures;
import dev.awa.engine.Report;
import dev.awa.engine.Reports;
import dev.awa.event.StepFailed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores what running attempts have told since the beat before, some hundred of them a statement.
 * What could not be stored is told again with the next beat, so a failure costs a beat and never
 * the beat itself. A report that the database refuses for its data is given up, so that the others
 * get through. Used by the thread of the heart.
 */
final class Reporter {
  private static final int MOST = 200;
  private static final int MOST_CHARACTERS = 1024 * 1024;
  private static final long NEWS_NANOS = Duration.ofMinutes(1).toNanos();

  private final Reports reports;
  private final Running running;
  private final Identity identity;
  private final Events events;
  private long failures;
  private long toldNanos;

  /** What an attempt has told. */
  private record News(Telling telling, Report.OfRun report) {
    int characters() {
      Report.Checkpoint checkpoint = report.report().checkpoint();
      return checkpoint == null || checkpoint.json() == null ? 0 : checkpoint.json().length();
    }
  }

  Reporter(Scope scope, Running running) {
    this.reports = scope.engine().reports();
    this.running = running;
    this.identity = scope.identity();
    this.events = scope.events();
  }

  /** Stores what is new. */
  void report(Session session) {
    long workerId = identity.workerId();
    List<News> some = new ArrayList<>();
    int characters = 0;
    for (Attempt attempt : running.all()) {
      Telling telling = attempt.telling();
      Report report = telling == null || attempt.hasEnded() ? null : telling.news();
      if (telling != null && report != null) {
        News news = new News(telling, new Report.OfRun(attempt.claim(), attempt.run(), report));
        some.add(news);
        characters += news.characters();
      }
      if (some.size() == MOST || characters > MOST_CHARACTERS) {
        if (!send(session, workerId, some)) {
          return;
        }
        some = new ArrayList<>();
        characters = 0;
      }
    }
    send(session, workerId, some);
  }

  /** Answers whether it may go on: after a lost connection the rest waits for the next beat. */
  private boolean send(Session session, long workerId, List<News> some) {
    if (some.isEmpty() || !identity.is(workerId)) {
      return some.isEmpty();
    }
    List<Report.OfRun> rows = some.stream().map(News::report).toList();
    try {
      if (session.call(connection -> reports.report(connection, workerId, rows))) {
        some.forEach(Reporter::stored);
        failures = 0;
      }
      return true;
    } catch (SQLException | RuntimeException e) {
      return failed(session, workerId, some, e);
    }
  }

  private boolean failed(Session session, long workerId, List<News> some, Exception failure) {
    if (Failures.isFenced(failure)) {
      identity.fenced(workerId);
      return false;
    }
    boolean isOfTheData = Failures.isOfTheData(failure);
    if (isOfTheData && some.size() > 1) {
      return some.stream().allMatch(one -> send(session, workerId, List.of(one)));
    }
    if (isOfTheData) {
      some.forEach(Reporter::stored); // the end of the attempt tells it once more
    }
    failures++;
    boolean isNews = failures == 1 || System.nanoTime() - toldNanos >= NEWS_NANOS;
    toldNanos = isNews ? System.nanoTime() : toldNanos;
    events.accept(new StepFailed("reports of running jobs", failures, failure, isNews));
    return isOfTheData;
  }

  private static void stored(News one) {
    one.telling().stored(one.report().report());
  }
}
