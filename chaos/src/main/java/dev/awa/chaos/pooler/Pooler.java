package dev.awa.chaos.pooler;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A transaction pooler: many clients share few sessions of one database, each for one transaction.
 * It lends the session that came back last, cleans nothing up, and knows nothing of prepared
 * statements or of parameters, so clients need {@code prepareThreshold=0}. Clients wait while all
 * sessions are lent. A session whose client goes amid a transaction is closed. Cancel requests are
 * dropped. There is no encryption and no password.
 */
public final class Pooler implements Closeable {
  private final boolean tellsServerProcess;
  private final ServerSocket listener;
  private final Sessions sessions;
  private final Set<Client> clients = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * A pooler for a database of a server on this machine.
   *
   * @param size how many sessions are shared
   * @param tellsServerProcess whether a client is told the process of some session when it
   *     connects; else a number that the pooler makes up
   */
  public Pooler(int serverPort, String database, int size, boolean tellsServerProcess) {
    this.tellsServerProcess = tellsServerProcess;
    this.sessions = new Sessions(serverPort, database, size);
    try {
      this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("pooler").start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!closed) {
      try {
        Client client = new Client(listener.accept(), sessions, tellsServerProcess);
        clients.add(client);
        Thread.ofVirtual().name("pooler client").start(() -> serve(client));
      } catch (IOException e) {
        // it is being closed
      }
    }
  }

  private void serve(Client client) {
    client.serve();
    clients.remove(client);
  }

  @Override
  public void close() {
    closed = true;
    try {
      listener.close();
    } catch (IOException e) {
      // closed is closed
    }
    clients.forEach(Client::close);
    sessions.close();
  }
}
