package dev.awa.worker;

import dev.awa.event.Event;
import dev.awa.event.EventListener;
import dev.awa.event.JobEvent;
import dev.awa.event.Severity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes events to the log: those of the worker and of maintenance, each under the name of its
 * class. What became of jobs is not told here: each failed attempt is told by {@link FailureLog},
 * on the thread of the attempt.
 */
final class LogListener implements EventListener<Event> {
  private static final ClassValue<Logger> LOGGERS =
      new ClassValue<>() {
        @Override
        protected Logger computeValue(Class<?> type) {
          return LoggerFactory.getLogger(type);
        }
      };

  private final String worker;

  LogListener(String worker) {
    this.worker = worker;
  }

  /** Whether an event would be written. */
  boolean tells(Event event) {
    return !(event instanceof JobEvent) && logger(event).isEnabledForLevel(level(event.severity()));
  }

  @Override
  public void onEvent(Event event) {
    Logger logger = logger(event);
    logger.atLevel(level(event.severity())).log("{}: {}", worker, event.words());
    Throwable thrown = event.thrown();
    if (thrown != null) {
      logger.debug("{}: the failure", worker, thrown);
    }
  }

  private static Logger logger(Event event) {
    return LOGGERS.get(event.getClass());
  }

  private static Level level(Severity severity) {
    return switch (severity) {
      case DETAIL -> Level.DEBUG;
      case NOTICE -> Level.INFO;
      case WARNING -> Level.WARN;
      case ERROR -> Level.ERROR;
    };
  }
}
