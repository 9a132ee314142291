package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.Encryption;
import dev.awa.engine.ArgsForm;
import dev.awa.engine.EncryptedArgs;
import dev.awa.engine.NewJob;
import dev.awa.engine.NewSchedule;
import dev.awa.schedule.StoredSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a declared schedule has other than the stored one, in words. */
final class Differences {
  private final List<String> words = new ArrayList<>();

  private Differences() {}

  static List<String> of(
      NewSchedule declared, StoredSchedule stored, @Nullable Encryption encryption) {
    Differences all = new Differences();
    NewJob job = declared.job();
    all.add("expression", stored.expression(), declared.expression());
    all.add("zone", stored.zone(), declared.zone());
    all.add("missed", stored.missed(), declared.missed());
    all.add("overlap", stored.overlap(), declared.overlap());
    all.add("jitter", stored.jitter(), declared.jitter());
    all.add("start", stored.startsAt(), declared.startsAt());
    all.add("end", stored.endsAt(), declared.endsAt());
    all.add("kind", stored.kind(), job.kind());
    all.add("queue", stored.queue(), job.queue());
    all.add("priority", stored.priority(), job.priority());
    all.add("max_attempts", stored.maxAttempts(), job.maxAttempts());
    if (!stored.ext().equals(job.ext())) {
      all.words.add("what the job carries");
    }
    if (!sameArgs(stored, job, encryption)) {
      all.words.add("arguments");
    }
    return all.words;
  }

  private void add(String what, @Nullable Object before, @Nullable Object now) {
    if (!Objects.equals(before, now)) {
      words.add(what + " " + before + " -> " + now);
    }
  }

  /** Encrypted arguments are other texts each time, whatever they say. */
  private static boolean sameArgs(
      StoredSchedule stored, NewJob job, @Nullable Encryption encryption) {
    if (stored.args().equals(job.args())) {
      return true;
    }
    ArgsForm before = ArgsForm.of(stored.ext());
    ArgsForm now = ArgsForm.of(job.ext());
    if (encryption == null || !before.encrypted() || !now.encrypted()) {
      return false;
    }
    try {
      return plain(encryption, stored.kind(), before, stored.args())
          .equals(plain(encryption, job.kind(), now, job.args()));
    } catch (AwaException e) {
      return false; // the key of before is not known any more
    }
  }

  private static String plain(Encryption encryption, String kind, ArgsForm form, String args) {
    return EncryptedArgs.decrypt(encryption, kind, form.version(), args);
  }
}
