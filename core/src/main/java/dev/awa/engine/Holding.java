package dev.awa.engine;

import dev.awa.Enqueued;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a call with their ids, the unique keys that were taken for all of them before the
 * first was appended, and who owns each key. A job without a key owns itself.
 */
public final class Holding {
  final List<NewJob> jobs;
  final long[] ids;
  final @Nullable String[] keys;
  final long[] owners;
  private final boolean[] replacing;

  /** The owners that were replaced, as the chunks are appended. */
  final Set<Long> replaced = new HashSet<>();

  Holding(
      List<NewJob> jobs, long[] ids, @Nullable String[] keys, long[] owners, boolean[] replacing) {
    this.jobs = jobs;
    this.ids = ids;
    this.keys = keys;
    this.owners = owners;
    this.replacing = replacing;
  }

  /** How many jobs there are. */
  public int size() {
    return ids.length;
  }

  /** Where the chunk ends that begins at {@code from}. */
  public int endOfChunk(int from) {
    return ReadyLog.endOfChunk(jobs, from);
  }

  /** One answer for each job, in order, once all are appended. */
  public List<Enqueued> answers() {
    List<Enqueued> answers = new ArrayList<>(ids.length);
    for (int i = 0; i < ids.length; i++) {
      answers.add(new Enqueued(owners[i], verdict(i)));
    }
    return answers;
  }

  private Enqueued.Verdict verdict(int i) {
    if (owners[i] == ids[i]) {
      return Enqueued.Verdict.ENQUEUED;
    }
    return replacing[i] && replaced.contains(owners[i])
        ? Enqueued.Verdict.REPLACED
        : Enqueued.Verdict.DUPLICATE;
  }
}
