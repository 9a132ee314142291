package dev.awa.crash;

import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.client.Awa;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Copies jobs that nobody holds, in a process that has little memory.
 *
 * <p>Arguments: JDBC URL, user, how many small jobs, how many of 1 MiB.
 */
final class CopyProcess {
  private static final int LARGE = 1024 * 1024 - 2;

  private CopyProcess() {}

  public static void main(String[] arguments) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(arguments[0]);
    dataSource.setUser(arguments[1]);
    Stream<Job<RawJson>> small =
        LongStream.range(0, Long.parseLong(arguments[2])).mapToObj(n -> job("small", "" + n));
    Stream<Job<RawJson>> large =
        LongStream.range(0, Long.parseLong(arguments[3]))
            .mapToObj(n -> job("large", '"' + "x".repeat(LARGE) + '"'));
    AtomicLong answers = new AtomicLong();
    Awa.of(dataSource)
        .copy(Stream.concat(small, large).iterator(), answer -> answers.incrementAndGet());
    System.out.println("copied " + answers);
  }

  private static Job<RawJson> job(String kind, String args) {
    return Job.of(kind, new RawJson(args)).withQueue("q");
  }
}
