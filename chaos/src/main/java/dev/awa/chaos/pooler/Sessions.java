package dev.awa.chaos.pooler;

import java.io.Closeable;
import java.io.IOException;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * The few sessions that all clients share. One is opened when a client wants one and none is idle;
 * who wants one while all are lent waits for its turn.
 */
final class Sessions implements Closeable {
  private final int serverPort;
  private final String database;
  private final Set<Session> open = ConcurrentHashMap.newKeySet();
  private final Deque<Session> idle = new ConcurrentLinkedDeque<>();

  /** A permit for each session that is not lent, whether it was opened already or not. */
  private final Semaphore free;

  Sessions(int serverPort, String database, int size) {
    this.serverPort = serverPort;
    this.database = database;
    this.free = new Semaphore(size, true);
  }

  /** Lends the session that came back last. */
  Session borrow(Client client) throws IOException {
    free.acquireUninterruptibly();
    Session waiting = idle.pollLast();
    if (waiting != null) {
      waiting.lendTo(client);
      return waiting;
    }
    try {
      return open(client);
    } catch (IOException e) {
      free.release();
      throw e;
    }
  }

  private Session open(Client client) throws IOException {
    Session fresh = new Session(serverPort, database);
    fresh.lendTo(client);
    open.add(fresh);
    Thread.ofVirtual().name("pooler session").start(() -> fresh.passAnswers(this));
    return fresh;
  }

  /** A client is done with a session. Nothing is cleaned up in it. */
  void giveBack(Session session) {
    session.lendTo(null);
    idle.addLast(session);
    free.release();
  }

  /** A session is over, or its client has gone amid a transaction. It may be told twice. */
  void lost(Session session) {
    if (open.remove(session) && !idle.remove(session)) {
      free.release();
    }
    session.close();
  }

  @Override
  public void close() {
    open.forEach(Session::close);
  }
}
