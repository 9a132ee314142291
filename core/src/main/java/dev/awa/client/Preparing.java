package dev.awa.client;

import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.Preparer;
import dev.awa.Preparer.Preparation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The preparers of a client, around each call that enqueues: the first is asked first. */
final class Preparing {
  static final Preparing NOTHING = new Preparing(List.of());

  private final List<Preparer> preparers;

  private Preparing(List<Preparer> preparers) {
    this.preparers = preparers;
  }

  /** The same with another preparer behind these. */
  Preparing and(Preparer next) {
    return new Preparing(Stream.concat(preparers.stream(), Stream.of(next)).toList());
  }

  /** Jobs of a list on their way to a call. */
  interface Appending {
    List<Enqueued> append(List<? extends Job<?>> jobs);
  }

  /** Jobs of an iterator on their way to a call. */
  interface Copying {
    long copy(Iterator<? extends Job<?>> jobs, Consumer<Enqueued> answers);
  }

  /** Prepares all jobs, then makes the call. */
  List<Enqueued> append(List<? extends Job<?>> jobs, Appending call) {
    if (preparers.isEmpty()) {
      return call.append(jobs);
    }
    return around(preparation -> {
      List<Job<?>> prepared = new ArrayList<>(jobs.size());
      jobs.forEach(job -> prepared.add(preparation.prepare(job)));
      List<Enqueued> answers = call.append(prepared);
      answers.forEach(preparation::answered);
      return answers;
    });
  }

  /** Makes the call, which prepares each job when it takes the job. */
  long copy(Iterator<? extends Job<?>> jobs, Consumer<Enqueued> answers, Copying call) {
    if (preparers.isEmpty()) {
      return call.copy(jobs, answers);
    }
    return around(preparation ->
        call.copy(
            prepared(jobs, preparation),
            answer -> {
              preparation.answered(answer);
              answers.accept(answer);
            }));
  }

  private static Iterator<Job<?>> prepared(
      Iterator<? extends Job<?>> jobs, Preparation preparation) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return jobs.hasNext();
      }

      @Override
      public Job<?> next() {
        return preparation.prepare(jobs.next());
      }
    };
  }

  private <T> T around(Function<Preparation, T> call) {
    All all = new All(new ArrayList<>(preparers.size()));
    T result;
    try {
      preparers.forEach(preparer -> all.parts().add(preparer.begin()));
      result = call.apply(all);
    } catch (Throwable e) {
      all.end(e);
      throw e;
    }
    all.end(null);
    return result;
  }

  /** Those of a call that have begun. */
  private record All(List<Preparation> parts) implements Preparation {
    @Override
    public Job<?> prepare(Job<?> job) {
      Job<?> prepared = job;
      for (Preparation part : parts) {
        prepared = Objects.requireNonNull(part.prepare(prepared), "a preparer has returned null");
      }
      return prepared;
    }

    @Override
    public void answered(Enqueued answer) {
      parts.forEach(part -> part.answered(answer));
    }

    @Override
    public void end(@Nullable Throwable failure) {
      for (Preparation part : parts.reversed()) {
        try {
          part.end(failure);
        } catch (RuntimeException e) {
          if (failure == null) {
            throw e;
          }
          failure.addSuppressed(e);
        }
      }
    }
  }
}
