package dev.awa.admin.page;

import java.util.Map;

/**
 * What was done, in words. An address has a word of this list only, so nobody can make pages say
 * else.
 */
final class Done {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("paused", "The queue is paused. What runs, runs on."),
          Map.entry(
              "paused-again",
              "The queue was paused already. Its reason, its end and who has paused it are now"
                  + " yours."),
          Map.entry("resumed", "The queue goes on."),
          Map.entry("set", "The settings are changed. Workers take them within seconds."),
          Map.entry("kind-set", "The settings of the kind are changed."),
          Map.entry("retried", "The job runs again."),
          Map.entry("cancelled", "The job is cancelled, or will be as soon as its handler ends."),
          Map.entry("edited", "The job is changed."),
          Map.entry("moved", "It is a dead letter now."),
          Map.entry("not-moved", "It was a dead letter already, and stays as it was."),
          Map.entry("retired", "The schedule is retired. It fires nothing and stays."),
          Map.entry("owner-retired", "The schedules of this owner are retired. They stay."),
          Map.entry("owner-restored", "Those that people have retired go on, from now on."),
          Map.entry("adopted", "The schedule has its new owner."),
          Map.entry("deleted", "It is deleted."),
          Map.entry("saved", "The view is saved, for everybody."),
          Map.entry("renamed", "The view has its new name."),
          Map.entry("enqueued", "The job is enqueued."),
          Map.entry(
              "duplicate", "Nothing was enqueued: this job holds the unique key, and is the same."),
          Map.entry("triggered", "The schedule has fired."),
          Map.entry("schedule-paused", "The schedule is paused."),
          Map.entry("schedule-resumed", "The schedule goes on, from now on."),
          Map.entry("stopped", "The operation is stopped. What it has done stays done."),
          Map.entry("submitted", "The operation is submitted. The leading worker does it."));

  /** That a form was sent after the login had ended; what it asked for was not done. */
  static final String LOST = "lost";

  private static final String NOT_DONE =
      "What you sent before you logged in was not done, as your login had ended. Send it again if"
          + " you still want it.";

  private Done() {}

  /** The sentence of a word; empty when there is none. */
  static String words(String word) {
    return word.equals(LOST) ? NOT_DONE : WORDS.getOrDefault(word, "");
  }
}
