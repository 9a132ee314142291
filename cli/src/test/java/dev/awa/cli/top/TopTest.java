package dev.awa.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.QueuePause;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.support.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.ScreenTerminal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code awa top} as somebody sees it, on a terminal of 80 columns. */
final class TopTest {
  private static final int WIDTH = 80;
  private static final int HEIGHT = 24;
  private static final String DOWN = "\u001b[B";
  private static final String ESCAPE = "\u001b";

  private final DataSource database = TestServer.newDatabase();
  private final Awa awa = Awa.of(database);
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final OutputStream keyboard;
  private final Terminal terminal;
  private @Nullable Thread thread;

  TopTest() throws IOException {
    PipedInputStream typed = new PipedInputStream();
    keyboard = new PipedOutputStream(typed);
    terminal =
        TerminalBuilder.builder()
            .system(false)
            .streams(typed, sent)
            .type("xterm")
            .encoding(StandardCharsets.UTF_8)
            .size(Size.of(WIDTH, HEIGHT))
            .build();
  }

  @BeforeEach
  void migrate() {
    awa.migrate();
  }

  @AfterEach
  void close() throws Exception {
    if (thread != null) {
      type("\u0003\u0003"); // the first may break off a question
      thread.join(Duration.ofSeconds(20));
      assertThat(thread.isAlive()).as("Ctrl-C ends it").isFalse();
    }
    terminal.close();
  }

  private void start(@Nullable String production) {
    Top top = new Top(terminal, awa, "shop at db", "anna", production, Duration.ofMillis(100));
    thread = Thread.ofPlatform().name("awa top").start(top::run);
  }

  private void type(String keys) throws IOException {
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  /** What stands on the screen. */
  private String screen() {
    ScreenTerminal screen = new ScreenTerminal(WIDTH, HEIGHT);
    synchronized (sent) {
      screen.write(sent.toString(StandardCharsets.UTF_8));
    }
    return screen.toString();
  }

  private void see(String text) {
    Eventually.holds(() -> "\"" + text + "\" on\n" + screen(), () -> screen().contains(text));
  }

  @Test
  void theOverviewShowsEveryQueueAndWhatNeedsAttention() throws Exception {
    awa.enqueue(Job.of("send", Map.of()).withQueue("mail"));
    awa.enqueue(Job.of("send", Map.of()).withQueue("mail"));
    awa.enqueue(Job.of("print", Map.of()).withQueue("invoices"));
    awa.queues().pause("invoices", "anna");
    start(null);
    see("awa top  shop at db");
    see("3 waiting  0 running");
    see("! leader:");
    see("paused  invoices");
    see("mail");
    awa.enqueue(Job.of("send", Map.of()).withQueue("mail"));
    see("4 waiting");
    assertThat(screen().lines()).allMatch(line -> line.length() <= WIDTH);
  }

  @Test
  void aQueueIsPausedWithAReasonAndResumed() throws Exception {
    awa.enqueue(Job.of("send", Map.of()).withQueue("mail"));
    start(null);
    see("mail");
    type("p");
    see("Pause queue mail. Why (may be empty):");
    type("bounces\r");
    see("queue mail is paused");
    assertThat(awa.queues().show("mail").pause())
        .isNotNull()
        .returns("anna", QueuePause::by)
        .returns("bounces", QueuePause::reason);
    type("r");
    see("Resume queue mail? [y/N]");
    type("\r");
    see("Enter jobs");
    assertThat(awa.queues().list().getFirst().paused()).as("not without a yes").isTrue();
    type("ry\r");
    see("queue mail is resumed");
    assertThat(awa.queues().list().getFirst().paused()).isFalse();
  }

  @Test
  void escapeBreaksAQuestionOff() throws Exception {
    awa.enqueue(Job.of("send", Map.of()).withQueue("mail"));
    start(null);
    see("mail");
    type("p");
    see("Pause queue mail");
    type(ESCAPE);
    see("Enter jobs");
    assertThat(awa.queues().list().getFirst().paused()).isFalse();
  }

  @Test
  void jobsAreLookedAtCancelledAndRunAgain() throws Exception {
    long id = awa.enqueue(Job.of("send", Map.of("to", "anna")).withQueue("mail")).id();
    start(null);
    see("mail");
    type("\r");
    see("Queue mail: jobs in any state");
    see("{\"to\":\"anna\"}");
    type("\r");
    see("created_at");
    type("c");
    see("Cancel job " + id + ". Why:");
    type("wrong\r");
    see("job " + id + ": cancelled");
    see("state         cancelled");
    assertThat(awa.jobs().find(id).orElseThrow().reason()).isEqualTo("wrong");
    type("ty\r");
    see("job " + id + ": retried");
    assertThat(awa.jobs().find(id).orElseThrow().state()).isEqualTo(JobState.AVAILABLE);
    type(ESCAPE);
    see("Queue mail: jobs in any state");
    type("\t");
    see("jobs in running");
    see("There is none.");
  }

  @Test
  void theSelectionStaysWithItsQueueWhereverThatMovesTo() throws Exception {
    for (int i = 0; i < 3; i++) {
      awa.enqueue(Job.of("send", Map.of()).withQueue("first"));
    }
    awa.enqueue(Job.of("send", Map.of()).withQueue("second"));
    start(null);
    see("second");
    type(DOWN + "p");
    see("Pause queue second");
    type(ESCAPE);
    for (int i = 0; i < 9; i++) {
      awa.enqueue(Job.of("send", Map.of()).withQueue("second"));
    }
    see("13 waiting");
    type("p");
    see("Pause queue second");
  }

  @Test
  void aChangeOfProductionNeedsTheNameOfItsContextOnce() throws Exception {
    awa.enqueue(Job.of("send", Map.of()).withQueue("mail"));
    start("prod");
    see("mail");
    type("p\r");
    see("This changes production. Type prod to go on:");
    type("no\r");
    see("nothing was done");
    assertThat(awa.queues().list().getFirst().paused()).isFalse();
    type("p\r");
    see("Type prod to go on:");
    type("prod\r");
    see("queue mail is paused");
    type("ry\r");
    see("queue mail is resumed");
  }

  @Test
  void whatCannotBeReadOrDoneIsToldAndKeysGoOnWorking() throws Exception {
    awa.enqueue(Job.of("send", Map.of()).withQueue("mail"));
    start(null);
    see("mail");
    try (Connection connection = database.getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE awa.queues");
      see("the database has not answered for");
      type("w");
      see("Esc back");
      connection.rollback();
    }
    see("No worker is known");
  }

  @Test
  void aChangeThatIsOnItsWayIsNotBrokenOffByTheWay() throws Exception {
    awa.enqueue(Job.of("send", Map.of()).withQueue("mail"));
    start(null);
    see("mail");
    try (Connection connection = database.getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE awa.queues");
      type("p\r");
      see("a change is on its way");
      type("q");
      see("A change is not done yet. End all the same? [y/N]");
      type("\r");
      see("Enter jobs");
      type("w");
      see("Esc back");
      connection.rollback();
    }
    see("queue mail is paused");
  }

  @Test
  void ofALongQuestionTheEndIsShownWhereItIsTyped() {
    Question question = new Question("Why:", text -> {});
    for (int i = 0; i < 40; i++) {
      question.press(Keys.TYPED, i < 39 ? "a" : "z");
    }
    assertThat(question.line(80)).isEqualTo("Why: " + "a".repeat(39) + "z_");
    assertThat(question.line(10)).isEqualTo("…aaaaaaaz_");
  }

  @Test
  void narrowTerminalsLeaveOutColumnsAndNothingNeeded() {
    Columns<String> columns =
        new Columns<>(
            List.of(
                new Columns.Column<>("A", true, true, row -> "11111111"),
                new Columns.Column<>("B", true, false, row -> "22222222"),
                new Columns.Column<>("NAME", false, true, row -> row)));
    assertThat(columns.lines(List.of("名前"), 30))
        .containsExactly("       A         B  NAME      ", "11111111  22222222  名前      ");
    assertThat(columns.lines(List.of("a long name"), 18))
        .containsExactly("       A  NAME    ", "11111111  a long …");
  }
}
