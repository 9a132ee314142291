package dev.awa.metrics;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the application's registry does wrong: said once in the log, for it may be each time. */
final class Grievance {
  private static final Logger LOG = LoggerFactory.getLogger(AwaMetrics.class);

  private final String words;
  private boolean said;

  Grievance(String words) {
    this.words = words;
  }

  /** Throws nothing, whatever the failure does when it is looked at. */
  synchronized void about(Throwable failure) {
    if (!said) {
      said = true;
      try {
        LOG.warn("{}", words, failure);
      } catch (Throwable worse) {
        say(words + ": " + failure.getClass().getName());
      }
    }
  }

  /** The same when nothing was thrown. */
  synchronized void about(String what) {
    if (!said) {
      said = true;
      say(words + ": " + what);
    }
  }

  private static void say(String text) {
    try {
      LOG.warn("{}", text);
    } catch (Throwable worst) {
      // nobody can be told
    }
  }
}
