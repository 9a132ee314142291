package dev.awa.correctness;

import dev.awa.correctness.trace.Recording;
import dev.awa.correctness.trace.Trace;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs of the engine, recorded on a PostgreSQL of its own and replayed in the model Claim: TLC
 * looks for a behaviour of the model that makes the same calls, with the same answers.
 */
final class Traces implements AutoCloseable {
  /** What a behaviour that comes to the end of the trace violates: see ClaimTrace.tla. */
  private static final String REPLAYED = "Breaks NotReplayed. A recorded run.";

  private static final String REFUSED = "Holds. A run that was forged.";

  private final Path folder;
  private final Path target;
  private final Duration patience;
  private final EmbeddedPostgres postgres;
  private int databases;

  /**
   * Starts a server.
   *
   * @param folder of the module
   * @param patience how long one replay may take
   */
  Traces(Path folder, Duration patience) throws IOException {
    this.folder = folder;
    this.target = folder.resolve("target/traces");
    this.patience = patience;
    postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
  }

  /** Records a run in a database of its own. */
  Trace record(long seed) throws Exception {
    String name = "recorded_" + ++databases;
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return Recording.of(postgres.getDatabase("postgres", name), seed);
  }

  /** The model can do it, and none of what is forged of it. */
  List<Finding> judge(Trace trace, long seed) throws IOException, InterruptedException {
    List<Finding> found = new ArrayList<>();
    found.add(replay(trace, "recorded-" + seed));
    found.add(refuse(trace.claimedTwice(), "claimed-twice-" + seed));
    found.add(refuse(trace.passedBy(), "passed-by-" + seed));
    Optional<Trace> early = trace.prunedBeforeClosed();
    if (early.isPresent()) {
      found.add(refuse(early.get(), "pruned-before-closed-" + seed));
    }
    return found;
  }

  /** Expects that the model can do it. */
  private Finding replay(Trace trace, String name) throws IOException, InterruptedException {
    return check(trace, name, REPLAYED);
  }

  /** Expects that the model can't do it. */
  private Finding refuse(Trace trace, String name) throws IOException, InterruptedException {
    return check(trace, name, REFUSED);
  }

  private Finding check(Trace trace, String name, String expected)
      throws IOException, InterruptedException {
    Path own = Files.createDirectories(target.resolve(name));
    copy("models/Claim.tla", own);
    copy("traces/ClaimTrace.tla", own);
    trace.write(own, name, expected);
    return new Checker(own, target, patience).check(Configuration.in(own, "ClaimTrace." + name));
  }

  private void copy(String file, Path to) throws IOException {
    Path from = folder.resolve(file);
    Files.copy(from, to.resolve(from.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
