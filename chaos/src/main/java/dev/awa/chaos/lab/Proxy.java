package dev.awa.chaos.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The wire between a client and a server. It understands nothing but bytes, but it can find a word
 * in them: a connection can be held just before a statement is passed on, or just before the answer
 * comes back. For that the client must send its statements as text ({@code prepareThreshold=0}).
 */
public final class Proxy implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final ServerSocket listener;
  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile int server;
  private volatile boolean closed;
  private volatile boolean refusing;
  private boolean stalled;
  private volatile @Nullable Point point;

  private Proxy(int server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("proxy").start(this::accept);
  }

  /** A proxy to a port of this machine. */
  public static Proxy to(int port) {
    try {
      return new Proxy(port);
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
    private final byte[] word;
    private final Side side;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private Point(String word, Side side) {
      this.word = word.getBytes(StandardCharsets.UTF_8);
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
      if (!reached.await(Lab.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "nobody has sent \"" + new String(word, StandardCharsets.UTF_8) + '"');
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

  /** Connections to come go to another server. */
  public void leadTo(int port) {
    server = port;
  }

  /** Resets every connection; new ones are let through. */
  public void reset() {
    wires.forEach(Wire::reset);
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

  /** Works again, with what was held back. Connections held at a point stay held. */
  public void resume() {
    refusing = false;
    change(() -> stalled = false);
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
    closed = true;
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    resume();
    reset();
  }

  private void accept() {
    while (!closed) {
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
    wires.add(wire);
    Thread.ofVirtual().name("proxy to server").start(() -> wire.pump(client, other, false));
    Thread.ofVirtual().name("proxy to client").start(() -> wire.pump(other, client, true));
  }

  /** One connection through the proxy. */
  private final class Wire {
    private final Socket client;
    private final Socket other;
    private volatile @Nullable Point heldAt;
    private volatile boolean broken;

    Wire(Socket client, Socket other) {
      this.client = client;
      this.other = other;
    }

    void pump(Socket from, Socket to, boolean reply) {
      byte[] buffer = new byte[BUFFER];
      try {
        int n = from.getInputStream().read(buffer);
        while (n >= 0) {
          waitWhileStalled();
          Point held = reply ? heldAt : heldBefore(buffer, n);
          if (held != null) {
            held.released.await();
            if (broken) {
              return; // what is held when the connection breaks reaches nobody
            }
          }
          to.getOutputStream().write(buffer, 0, n);
          n = from.getInputStream().read(buffer);
        }
      } catch (IOException e) {
        // one end is gone: so is the wire
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        waitWhileStalled(); // the other end is not told before the stall is over
        close();
      }
    }

    /** The point at which the client's bytes must not be passed on. */
    private @Nullable Point heldBefore(byte[] bytes, int n) {
      lock.lock();
      try {
        Point next = point;
        if (next == null || indexOf(bytes, n, next.word) < 0) {
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

    private void waitWhileStalled() {
      lock.lock();
      try {
        while (stalled) {
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

  private static int indexOf(byte[] bytes, int n, byte[] word) {
    for (int i = 0; i + word.length <= n; i++) {
      if (Arrays.equals(bytes, i, i + word.length, word, 0, word.length)) {
        return i;
      }
    }
    return -1;
  }
}
