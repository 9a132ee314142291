package dev.awa.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wires that can be made to fail: a TCP proxy in front of a server, on virtual threads. It may be
 * told to have an eye on those connections only whose client has said some word.
 */
public final class TcpProxy implements AutoCloseable {
  private final InetSocketAddress server;
  private final String word;
  private final ServerSocket listener;
  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean stalled;
  private boolean refusing;
  private boolean silencing;
  private boolean droppingReplies;
  private long dropped;

  private TcpProxy(InetSocketAddress server, String word) throws IOException {
    this.server = server;
    this.word = word;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("proxy").start(this::accept);
  }

  /** A proxy to a port of this machine. */
  public static TcpProxy to(int port) {
    return to(port, "");
  }

  /** A proxy to a port of this machine, for which only connections count that said this word. */
  public static TcpProxy to(int port, String word) {
    try {
      InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      return new TcpProxy(server, word);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections have gone silent and are not closed. */
  public long silentConnections() {
    return wires.stream().filter(wire -> wire.silent).count();
  }

  /** Cuts every connection, politely; new ones are let through. */
  public void cut() {
    wires.stream().filter(wire -> wire.counts).forEach(Wire::close);
  }

  /** Resets every connection (RST instead of FIN); new ones are let through. */
  public void reset() {
    wires.stream().filter(wire -> wire.counts).forEach(Wire::reset);
  }

  /** Refuses new connections until {@link #resume}. */
  public void refuse() {
    change(() -> refusing = true);
  }

  /** Swallows everything in both directions, losing nothing, until {@link #resume}. */
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
    change(() -> {
      droppingReplies = true;
      dropped = 0;
    });
  }

  /** How many bytes of the server's replies were lost since {@link #dropReplies}. */
  public long droppedBytes() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** Works again. */
  public void resume() {
    change(() -> {
      stalled = false;
      refusing = false;
      silencing = false;
      droppingReplies = false;
    });
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    resume();
    wires.forEach(Wire::close);
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

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (isRefusing()) {
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

  private boolean isRefusing() {
    lock.lock();
    try {
      return refusing;
    } finally {
      lock.unlock();
    }
  }

  private void connect(Socket client) throws IOException {
    Socket other = new Socket();
    try {
      other.connect(server);
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

  /** Waits while the proxy is stalled; whether these bytes are to be lost. */
  private boolean loses(Wire wire, boolean reply, int bytes) {
    lock.lock();
    try {
      while (stalled && wire.counts) {
        changed.awaitUninterruptibly();
      }
      if (reply && droppingReplies && wire.counts) {
        dropped += bytes;
        changed.signalAll();
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** One connection through the proxy. */
  private final class Wire {
    private final Socket client;
    private final Socket other;
    private volatile boolean silent;
    private volatile boolean counts;

    Wire(Socket client, Socket other) {
      this.client = client;
      this.other = other;
    }

    void pump(Socket from, Socket to, boolean reply) {
      byte[] buffer = new byte[16 * 1024];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        int n = in.read(buffer);
        while (n >= 0) {
          if (!reply) {
            listen(buffer, n);
          }
          if (!loses(this, reply, n) && !silent) {
            out.write(buffer, 0, n);
          }
          n = in.read(buffer);
        }
      } catch (IOException e) {
        // one end is gone: so is the wire
      } finally {
        if (!silent) {
          close();
        }
      }
    }

    private void listen(byte[] said, int n) {
      if (!counts && new String(said, 0, n, StandardCharsets.ISO_8859_1).contains(word)) {
        counts = true;
      }
    }

    void reset() {
      try {
        client.setSoLinger(true, 0);
        other.setSoLinger(true, 0);
      } catch (IOException e) {
        // closed already
      }
      close();
    }

    void close() {
      wires.remove(this);
      closeQuietly(client);
      closeQuietly(other);
    }

    private void closeQuietly(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        // closed is closed
      }
    }
  }
}
