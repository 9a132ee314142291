package dev.awa.json;

import dev.awa.Job;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Enqueues a job and runs it, in a process whose Jackson is older than ours. Prints the codec and
 * what came back. Arguments: JDBC URL, user.
 */
final class OldJackson {
  private OldJackson() {}

  record Reminder(String to, Instant at, Map<String, Integer> counts) {}

  public static void main(String[] arguments) throws Exception {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(arguments[0]);
    dataSource.setUser(arguments[1]);
    Awa awa = Awa.of(dataSource);
    awa.migrate();
    awa.enqueue(
        Job.of(new Reminder("jo", Instant.EPOCH, Map.of("a", 1)))
            .withTags("t")
            .withMetadata(Map.of("m", 1.5))
            .withDeadline(Duration.ofMinutes(1))
            .withUnique(Unique.byFields("to")));
    CompletableFuture<String> seen = new CompletableFuture<>();
    try (Worker worker =
        Worker.of(dataSource)
            .queue("default")
            .task(
                Reminder.class,
                (reminder, context) ->
                    seen.complete(
                        reminder + " " + context.job().tags() + " " + context.job().metadata()))
            .start()) {
      System.out.println(StandardCodec.find().getClass().getSimpleName() + " " + seen.get());
    }
  }
}
