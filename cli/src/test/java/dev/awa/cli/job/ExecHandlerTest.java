package dev.awa.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.JobContext;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.RunningJob;
import dev.awa.TypeRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ExecHandlerTest {
  private static final RunningJob JOB =
      new RunningJob(
          7,
          1,
          "k;`x`",
          "q \"1\"",
          2,
          3,
          25,
          Instant.EPOCH,
          Instant.EPOCH,
          null,
          List.of("a"),
          Map.of("m", 1),
          null,
          null);

  /** Remembers what was printed and how to cancel. */
  private static final class Context implements JobContext {
    @SuppressWarnings("JdkObsolete") // two threads look at it
    private final StringBuffer printed = new StringBuffer();

    private final AtomicReference<Runnable> cancel = new AtomicReference<>(() -> {});

    @Override
    public RunningJob job() {
      return JOB;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void onCancel(Runnable action) {
      cancel.set(action);
    }

    @Override
    public void print(String text) {
      printed.append(text);
    }

    @Override
    public JobContext progress(double percent, String message) {
      throw new UnsupportedOperationException("a command tells no progress");
    }

    @Override
    public JobContext checkpoint(Object value) {
      throw new UnsupportedOperationException("a command has no checkpoint");
    }

    @Override
    public JobContext forgetCheckpoint() {
      throw new UnsupportedOperationException("a command has no checkpoint");
    }

    @Override
    public <T> Optional<T> checkpoint(Class<T> type) {
      return Optional.empty();
    }

    @Override
    public <T> Optional<T> checkpoint(TypeRef<T> type) {
      return Optional.empty();
    }

    @Override
    public void log(String line) {
      printed.append(line);
    }
  }

  private final Context context = new Context();

  private Outcome run(String command, String args) throws Exception {
    return new ExecHandler(command).handle(new RawJson(args), context);
  }

  @Test
  void theExitStatusDecides() throws Exception {
    assertThat(run("exit 0", "1")).isInstanceOf(Outcome.Complete.class);
    assertThat(run("exit 65", "1")).isInstanceOf(Outcome.Fail.class);
    assertThat(run("exit 75", "1")).isInstanceOf(Outcome.Retry.class);
    assertThat(run("exit 3", "1")).isEqualTo(Outcome.retry("exit status 3"));
    assertThat(run("echo a; echo 'no disk' >&2; echo; exit 1", "1"))
        .as("the last line mostly says what is wrong")
        .isEqualTo(Outcome.retry("exit status 1: no disk"));
    assertThat(run("printf 'a\\nb\\tc'; exit 65", "1"))
        .isEqualTo(Outcome.fail("exit status 65: b c"));
    assertThat(run("kill -9 $$", "1")).isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void argumentsComeOnStandardInputAndFactsInTheEnvironment() throws Exception {
    run(
        "cat; echo \" $AWA_JOB_ID|$AWA_KIND|$AWA_QUEUE|$AWA_ATTEMPT|$AWA_TAGS\"; echo err >&2",
        "{\"a\":\"é\"}");
    assertThat(context.printed.toString())
        .startsWith("{\"a\":\"é\"} 7|k;`x`|q \"1\"|3|")
        .contains("\"a\"")
        .endsWith("err\n");
  }

  @Test
  void aCommandNeedNotReadItsInput() throws Exception {
    assertThat(run("exit 0", "\"" + "x".repeat(1_000_000) + "\""))
        .isInstanceOf(Outcome.Complete.class);
  }

  @Test
  void muchInputAndMuchOutputDoNotBlockEachOther() throws Exception {
    run("cat", "\"" + "x".repeat(1_000_000) + "\"");
    assertThat(context.printed).hasSize(1_000_002);
  }

  @Test
  void aCancelledCommandIsEndedWithAllItHasStarted() throws Exception {
    Thread canceller =
        Thread.ofVirtual()
            .start(() -> {
              while (context.printed.indexOf("started") < 0) {
                Thread.onSpinWait();
              }
              context.cancel.get().run();
            });
    long begun = System.nanoTime();
    assertThat(run("echo started; sleep 60 & sleep 60; wait", "1"))
        .isInstanceOf(Outcome.Retry.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    canceller.join();
  }

  @Test
  void whatACommandLeavesBehindIsEndedWithIt() throws Exception {
    long begun = System.nanoTime();
    assertThat(run("echo begun; sleep 60 & exit 0", "1")).isInstanceOf(Outcome.Complete.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    assertThat(context.printed.toString()).isEqualTo("begun\n");
  }
}
