package dev.awa.worker;

import dev.awa.engine.Sleepers;
import dev.awa.engine.Sleepers.Call;
import dev.awa.engine.Workers;
import dev.awa.event.ListeningBegan;
import dev.awa.event.NotificationsHeard;
import dev.awa.event.NotificationsSwallowed;
import dev.awa.event.PollingBegan;
import dev.awa.event.StepFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens for notifications on a connection of its own and tells who is meant; a notification says
 * nothing but "look", and which transaction has brought something to which queue. On one channel
 * all workers are meant, on another this one alone: what it is told there and can't take it passes
 * on to the next sleeper.
 *
 * <p>Behind a transaction pooler a LISTEN is accepted, hears nothing, and stays in a session of
 * others. So where a pooler has lent the session it is looked first whether it shares them; if not,
 * the connection is put to the test, and when it hears nothing the worker polls.
 */
final class Notifications {

  /** How long it listens before it looks whether it is to stop: waiting asks the server nothing. */
  private static final int ATTENTION_MS = 250;

  private static final String PART = "notifications";
  private static final Duration PROOF_OF_LIFE = Duration.ofSeconds(5);
  private static final int TEST_MS = 1_000;
  private static final String CANCEL = "_cancel";
  private static final String RESIGNED = "resigned";
  private static final String SETTINGS = "settings";
  private static final String OPERATION = "operation";
  private static final Pattern CANCELLED = Pattern.compile("(\\d{1,19}) (\\d{1,19})");
  private static final Pattern CALLED =
      Pattern.compile(
          "(\\d{1,20})(?:/(\\d{1,18}|[1-8]\\d{18}|9[01]\\d{17}|92[01]\\d{16}))? (.+)",
          Pattern.DOTALL);

  private final Workers workers;
  private final Sleepers sleepers;
  private final Session session;
  private final Session other;
  private final Sessions sessions;
  private final Identity identity;
  private final Hearer hearer;
  private final Events events;
  private final Loop loop;
  private volatile boolean hearing;
  private boolean deaf;
  private long heardAt;
  private @Nullable Connection listeningOn;
  private volatile long listeningAs;

  Notifications(Scope scope, Session session, Session other, Sessions sessions, Hearer hearer) {
    this.workers = scope.engine().workers();
    this.sleepers = scope.engine().sleepers();
    this.session = session;
    this.other = other;
    this.sessions = sessions;
    this.identity = scope.identity();
    this.hearer = hearer;
    this.events = scope.events();
    this.loop = new Loop(events, PART, this::step);
  }

  /** Who is told of what was heard. */
  interface Hearer {
    /** Look now: notifications may have been missed, as those before it listened. */
    void listens();

    /** The listener has gone deaf: what is said from now on is not heard. */
    void deaf();

    /** A transaction has brought jobs to a queue. */
    void came(String xid, String queue);

    /** The same, and no other worker was told. False: this one can't take any. */
    boolean isCalled(Call call);

    /** A transaction has brought a job that is due soon. */
    void deferred();

    /** The worker that led has given up the lead. */
    void resigned();

    /** Something was set of a queue. */
    void settings();

    /** An operation was submitted. */
    void operation();

    /** A job was cancelled while a worker ran it. */
    void cancelled(long workerId, long jobId);
  }

  void start() {
    loop.start();
  }

  Loop loop() {
    return loop;
  }

  /** Tries to listen at once. */
  void wake() {
    loop.wake();
  }

  /**
   * Whether notifications are heard, also those that name the worker by the id that it goes by:
   * else it has to poll.
   */
  boolean isHearing() {
    return hearing && listeningAs == identity.workerId();
  }

  void stop(Duration patience) {
    if (!loop.stop(patience)) {
      session.abort();
    } else if (hearing && !session.isOwn()) {
      stopListening();
    }
    session.close();
    other.close();
  }

  /** A session of our own is tidied up when it is given back; one that was lent only of this. */
  private void stopListening() {
    try {
      session.call(connection -> {
        unlisten(connection, workers.channel(connection));
        return true;
      });
    } catch (SQLException e) {
      events.accept(new StepFailed(PART, 1, e, false));
    }
  }

  private Duration step() throws SQLException {
    if (deaf || sessions.areShared()) {
      return Duration.ofMinutes(1);
    }
    try {
      session.call(this::listen);
      letGoIfDeaf();
    } catch (SQLException e) {
      if (hearing) {
        hearing = false;
        events.accept(new PollingBegan());
        hearer.deaf();
      }
      throw e;
    }
    return Duration.ZERO;
  }

  @SuppressWarnings("ReferenceEquality") // another connection hears nothing, however equal
  private boolean listen(Connection connection) throws SQLException {
    if (listeningOn != connection) {
      begin(connection);
      listeningOn = connection;
      hearer.listens();
    }
    if (!hearing) {
      return false;
    }
    if (listeningAs != identity.workerId()) {
      listenAs(connection, identity.workerId());
      hearer.listens();
    }
    PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications(ATTENTION_MS);
    if (heard != null && heard.length > 0) {
      for (PGNotification one : heard) {
        tell(connection, one.getName(), one.getParameter());
      }
      events.accept(new NotificationsHeard(heard.length));
      heardAt = System.nanoTime();
    } else if (System.nanoTime() - heardAt > PROOF_OF_LIFE.toNanos()) {
      execute(connection, "SELECT 1");
      heardAt = System.nanoTime();
    }
    return true;
  }

  /**
   * Of a cancelled job the worker and the id; that the leader has resigned; else the transaction
   * and the queue it wakes; if the worker was named, perhaps who was named first. Anybody may
   * notify on the channel: words that say none of this are taken for "look".
   */
  private void tell(Connection connection, String channel, String words) throws SQLException {
    Matcher ids = CANCELLED.matcher(words);
    Matcher called = CALLED.matcher(words);
    if (channel.endsWith(CANCEL) && ids.matches()) {
      hearer.cancelled(number(ids.group(1)), number(ids.group(2)));
    } else if (words.equals(RESIGNED)) {
      hearer.resigned();
    } else if (words.equals(SETTINGS)) {
      hearer.settings();
    } else if (words.equals(OPERATION)) {
      hearer.operation();
    } else if (channel.endsWith(CANCEL) || words.indexOf(' ') < 0) {
      hearer.listens();
    } else if (words.indexOf(' ') == words.length() - 1) {
      hearer.deferred();
    } else if (channel.endsWith(own(listeningAs)) && called.matches()) {
      String first = called.group(2);
      call(
          connection,
          new Call(called.group(1), called.group(3), first == null ? listeningAs : number(first)));
    } else {
      int space = words.indexOf(' ');
      hearer.came(words.substring(0, space), words.substring(space + 1));
    }
  }

  private void call(Connection connection, Call call) throws SQLException {
    if (!hearer.isCalled(call)) {
      sleepers.passOn(connection, listeningAs, call);
    }
  }

  /** Of nineteen digits at most, so that whatever others say is a number. */
  private static long number(String digits) {
    return Long.parseUnsignedLong(digits);
  }

  private void begin(Connection connection) throws SQLException {
    if (!session.isOwn()) {
      other.call(speaker -> {
        sessions.look(connection, speaker);
        return true;
      });
    }
    if (!sessions.areShared()) {
      String channel = workers.channel(connection);
      execute(connection, "LISTEN \"" + channel + "\"; LISTEN \"" + channel + CANCEL + '"');
      listenAs(connection, identity.workerId());
      hearing = session.isOwn() || hears(connection, channel);
      if (hearing) {
        events.accept(new ListeningBegan());
      } else {
        deaf = true;
        unlisten(connection, channel);
        events.accept(new NotificationsSwallowed());
      }
    }
  }

  /** Others may listen on the same session to something of theirs. */
  private void unlisten(Connection connection, String channel) throws SQLException {
    for (String ending : List.of("", CANCEL, own(listeningAs))) {
      execute(connection, "UNLISTEN \"" + channel + ending + '"');
    }
  }

  /** What names an id that was given up is heard no longer: whoever has that id is dead. */
  private void listenAs(Connection connection, long id) throws SQLException {
    String channel = workers.channel(connection);
    if (listeningAs != 0) {
      execute(connection, "UNLISTEN \"" + channel + own(listeningAs) + '"');
    }
    execute(connection, "LISTEN \"" + channel + own(id) + '"');
    listeningAs = id;
  }

  private static String own(long id) {
    return "_" + id;
  }

  /** Who does not listen needs no connections. */
  private void letGoIfDeaf() {
    if (!hearing) {
      session.close();
    }
    other.close();
  }

  private boolean hears(Connection connection, String channel) throws SQLException {
    String word = "test " + UUID.randomUUID();
    other.call(speaker -> {
      execute(speaker, "NOTIFY \"" + channel + "\", '" + word + '\'');
      return word;
    });
    long until = System.nanoTime() + Duration.ofMillis(TEST_MS).toNanos();
    while (System.nanoTime() < until) {
      PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications(TEST_MS);
      for (PGNotification one : heard == null ? new PGNotification[0] : heard) {
        if (one.getParameter().equals(word)) {
          return true;
        }
      }
    }
    return false;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
