package dev.awa.engine;

import dev.awa.Job;
import dev.awa.JsonCodec;
import dev.awa.Schedule;
import org.jspecify.annotations.Nullable;

/** stand-in */
public final class JobCheck {
  private final JsonCodec codec;

  public JobCheck(JsonCodec codec) {
    this.codec = codec;
  }

  public NewJob check(Job<?> job) {
    String args = codec.write(job.args());
    return new NewJob(
        job.kind(),
        job.queue(),
        job.priority(),
        job.maxAttempts(),
        args,
        "{}",
        null,
        delay(job),
        job.orderingKey(),
        null);
  }

  private static @Nullable Long delay(Job<?> job) {
    return job.schedule() instanceof Schedule.After a && !a.delay().isZero()
        ? a.delay().toMillis() * 1000
        : null;
  }
}
