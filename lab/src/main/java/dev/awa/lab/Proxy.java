package dev.awa.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The wires between clients and a server, which can be made to fail. It understands nothing but
 * bytes, but it can find a word in them: a connection can be held just before a statement is passed
 * on, or just before the answer comes back, and it may be told to have an eye on those connections
 * only whose client has said some word. For that the client must send its statements as text
 * ({@code prepareThreshold=0}).
 */
public final class Proxy implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final ServerSocket listener;
  private final String word;
  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile int server;
  private volatile boolean refusing;
  private volatile boolean droppingReplies;
  private boolean stalled;
  private boolean silencing;
  private volatile @Nullable Point point;

  private Proxy(int server, String word) throws IOException {
    this.server = server;
    this.word = word;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("proxy").start(this::accept);
  }

  /** A proxy to a port of this machine. */
  public static Proxy to(int port) {
    return to(port, "");
  }

  /** A proxy to a port of this machine, for which only connections count that said this word. */
  public static Proxy to(int port, String word) {
    try {
      return new Proxy(port, word);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On which side of a statement a connection is held. */
  public enum Side {
    /** The server does not get the statement. */
    BEFORE,
    /** The server does it, and the client does not get the answer. */
    AFTER
  }

  /** A place where a connection is to be held, once. */
  public static final class Point {
    private final String word;
    private final Side side;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private Point(String word, Side side) {
      this.word = word;
      this.side = side;
    }

    /** Whether a connection is held here. */
    public boolean isReached() {
      return reached.getCount() == 0;
    }

    /** Lets the connection that is held here go on, whether its client still waits or not. */
    public void release() {
      released.countDown();
    }

    /** Waits until a connection is held here. */
    public void await() throws InterruptedException {
      if (!reached.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody has sent \"" + word + '"');
      }
    }
  }

  /** Holds the next connection that sends this word, before or after the statement. */
  public Point hold(Side side, String word) {
    Point next = new Point(word, side);
    point = next;
    return next;
  }

  /** Holds nobody at a point that was not reached. */
  public void forgetPoint() {
    point = null;
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections have gone silent and are not closed. */
  public long silentConnections() {
    return wires.stream().filter(wire -> wire.silent).count();
  }

  /** Connections to come go to another server. */
  public void leadTo(int port) {
    server = port;
  }

  /** Resets every connection (RST instead of FIN); new ones are let through. */
  public void reset() {
    wires.stream().filter(wire -> wire.counts).forEach(Wire::reset);
  }

  /** Resets every connection, and new ones, until {@link #resume}. */
  public void refuse() {
    refusing = true;
    reset();
  }

  /** Holds all bytes back in both directions, and passes them on at {@link #resume}. */
  public void stall() {
    change(() -> stalled = true);
  }

  /**
   * The connections that there are, and those that come until {@link #resume}, go silent for ever:
   * no byte passes any more, and neither end is told.
   */
  public void silence() {
    change(() -> {
      silencing = true;
      wires.stream().filter(wire -> wire.counts).forEach(wire -> wire.silent = true);
    });
  }

  /** From now on what the server says is lost; what the client says still arrives. */
  public void dropReplies() {
    droppingReplies = true;
  }

  /** Works again, with what was held back. Connections held at a point stay held. */
  public void resume() {
    refusing = false;
    droppingReplies = false;
    change(() -> {
      stalled = false;
      silencing = false;
    });
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    resume();
    wires.forEach(Wire::reset);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (refusing) {
          client.setSoLinger(true, 0);
          client.close();
        } else {
          connect(client);
        }
      } catch (IOException e) {
        // the server is away, or the proxy is being closed: the client notices
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket other;
    try {
      other = new Socket(InetAddress.getLoopbackAddress(), server);
    } catch (IOException e) {
      client.close();
      throw e;
    }
    client.setTcpNoDelay(true);
    other.setTcpNoDelay(true);
    Wire wire = new Wire(client, other);
    change(() -> {
      wire.silent = silencing;
      wire.counts = silencing || word.isEmpty();
      wires.add(wire);
    });
    Thread.ofVirtual().name("proxy to server").start(() -> wire.pump(client, other, false));
    Thread.ofVirtual().name("proxy to client").start(() -> wire.pump(other, client, true));
  }

  /** One connection through the proxy. */
  private final class Wire {
    private final Socket client;
    private final Socket other;
    private volatile @Nullable Point heldAt;
    private volatile boolean broken;
    private volatile boolean silent;
    private volatile boolean counts;

    Wire(Socket client, Socket other) {
      this.client = client;
      this.other = other;
    }

    void pump(Socket from, Socket to, boolean reply) {
      byte[] buffer = new byte[BUFFER];
      try {
        int n = from.getInputStream().read(buffer);
        while (n >= 0) {
          if (!reply && !counts) {
            counts = says(buffer, n, word);
          }
          waitWhileStalled();
          Point held = reply ? heldAt : heldBefore(buffer, n);
          if (held != null) {
            held.released.await();
            if (broken) {
              return; // what is held when the connection breaks reaches nobody
            }
          }
          if (!silent && !(reply && droppingReplies && counts)) {
            to.getOutputStream().write(buffer, 0, n);
          }
          n = from.getInputStream().read(buffer);
        }
      } catch (IOException e) {
        // one end is gone: so is the wire
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        waitWhileStalled(); // the other end is not told before the stall is over
        if (!silent) {
          close();
        }
      }
    }

    /** The point at which the client's bytes must not be passed on. */
    private @Nullable Point heldBefore(byte[] bytes, int n) {
      lock.lock();
      try {
        Point next = point;
        if (next == null || !says(bytes, n, next.word)) {
          return null;
        }
        point = null;
        heldAt = next;
        next.reached.countDown();
        return next.side == Side.BEFORE ? next : null;
      } finally {
        lock.unlock();
      }
    }

    private static boolean says(byte[] bytes, int n, String word) {
      return new String(bytes, 0, n, StandardCharsets.ISO_8859_1).contains(word);
    }

    private void waitWhileStalled() {
      lock.lock();
      try {
        while (stalled && counts) {
          changed.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
    }

    void reset() {
      broken = true;
      Point held = heldAt;
      if (held != null) {
        held.release();
      }
      try {
        client.setSoLinger(true, 0);
        other.setSoLinger(true, 0);
      } catch (IOException e) {
        // closed already
      }
      close();
    }

    private void close() {
      wires.remove(this);
      closeQuietly(client);
      closeQuietly(other);
    }

    private static void closeQuietly(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        // closed is closed
      }
    }
  }
}
