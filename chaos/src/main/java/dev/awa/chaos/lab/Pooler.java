package dev.awa.chaos.lab;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A transaction pooler: many clients share few sessions of one database, each for one transaction.
 * It lends the session that came back last, cleans nothing up, and knows nothing of prepared
 * statements or of parameters, so clients need {@code prepareThreshold=0}. Clients wait while all
 * sessions are lent. A session whose client goes amid a transaction is closed. Cancel requests are
 * dropped. There is no encryption and no password.
 */
public final class Pooler implements Closeable {
  private static final int PROTOCOL = 196_608;
  private static final int TLS = 80_877_103;
  private static final int GSS = 80_877_104;
  private static final AtomicInteger KEYS = new AtomicInteger(1_000_000_000);

  private final int serverPort;
  private final String database;
  private final int size;
  private final boolean tellsServerProcess;
  private final ServerSocket listener;
  private final Set<Closeable> wires = ConcurrentHashMap.newKeySet();
  private final Semaphore free;
  private final Deque<Server> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  /**
   * A pooler for a database of a server on this machine.
   *
   * @param size how many sessions are shared
   * @param tellsServerProcess whether a client is told the process of some session when it
   *     connects; else a number that the pooler makes up
   */
  public Pooler(int serverPort, String database, int size, boolean tellsServerProcess) {
    this.serverPort = serverPort;
    this.database = database;
    this.size = size;
    this.free = new Semaphore(size, true);
    this.tellsServerProcess = tellsServerProcess;
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

  /** How many sessions are shared. */
  public int size() {
    return size;
  }

  @Override
  public void close() {
    closed = true;
    closeQuietly(listener);
    wires.forEach(Pooler::closeQuietly);
  }

  private void accept() {
    while (!closed) {
      try {
        Client client = new Client(listener.accept());
        wires.add(client);
        Thread.ofVirtual().name("pooler client").start(client::serve);
      } catch (IOException e) {
        // it is being closed
      }
    }
  }

  // --- the sessions ---

  private Server borrow(Client client) throws IOException {
    free.acquireUninterruptibly();
    Server waiting = idle.pollLast();
    if (waiting != null) {
      waiting.client = client;
      return waiting;
    }
    try {
      Server fresh = new Server();
      fresh.client = client;
      wires.add(fresh);
      Thread.ofVirtual().name("pooler server").start(fresh::answer);
      return fresh;
    } catch (IOException e) {
      free.release();
      throw e;
    }
  }

  private void giveBack(Server server) {
    server.client = null;
    idle.addLast(server);
    free.release();
  }

  private void lost(Server server) {
    if (wires.remove(server) && !idle.remove(server)) {
      free.release();
    }
    closeQuietly(server);
  }

  /** A message of the protocol: a type, and the rest without its length. */
  private static final class Message {
    private final int type;
    private final byte[] body;

    Message(int type, byte[] body) {
      this.type = type;
      this.body = body;
    }

    int type() {
      return type;
    }

    byte[] body() {
      return body;
    }

    static @Nullable Message read(DataInputStream in) throws IOException {
      int type = in.read();
      return type < 0 ? null : new Message(type, body(in));
    }

    static byte[] body(DataInputStream in) throws IOException {
      byte[] body = new byte[in.readInt() - Integer.BYTES];
      in.readFully(body);
      return body;
    }

    void write(DataOutputStream out) throws IOException {
      out.writeByte(type);
      out.writeInt(body.length + Integer.BYTES);
      out.write(body);
    }

    boolean endsARequest() {
      return type == 'Q' || type == 'S' || type == 'F';
    }

    boolean saysIdle() {
      return type == 'Z' && body[0] == 'I';
    }
  }

  /** Either end of a wire. */
  private static class End implements Closeable {
    final Socket socket;
    final DataInputStream in;
    final DataOutputStream out;

    End(Socket socket) throws IOException {
      this.socket = socket;
      socket.setTcpNoDelay(true);
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    @Override
    public final void close() throws IOException {
      socket.close();
    }
  }

  /** A session of the database. */
  private final class Server extends End {
    private final ByteArrayOutputStream parameters = new ByteArrayOutputStream();
    private byte[] key = new byte[0];
    private volatile @Nullable Client client;

    Server() throws IOException {
      super(new Socket(InetAddress.getLoopbackAddress(), serverPort));
      byte[] words =
          ("user\0postgres\0database\0" + database + "\0\0").getBytes(StandardCharsets.UTF_8);
      out.writeInt(words.length + 2 * Integer.BYTES);
      out.writeInt(PROTOCOL);
      out.write(words);
      out.flush();
      for (Message said = said(); said.type() != 'Z'; said = said()) {
        switch (said.type()) {
          case 'S' -> said.write(new DataOutputStream(parameters));
          case 'K' -> key = said.body();
          case 'E' -> throw new IOException(new String(said.body(), StandardCharsets.UTF_8));
          default -> {}
        }
      }
    }

    private Message said() throws IOException {
      Message message = Message.read(in);
      if (message == null) {
        throw new IOException("the server has closed the connection");
      }
      return message;
    }

    /** Passes on what the server says, to whoever has borrowed the session. */
    void answer() {
      try {
        for (Message said = said(); ; said = said()) {
          Client borrower = client;
          if (borrower != null) {
            borrower.hear(said, in.available() == 0);
          }
        }
      } catch (IOException e) {
        Client borrower = client;
        lost(this);
        if (borrower != null) {
          closeQuietly(borrower);
        }
      }
    }
  }

  /** A client. */
  private final class Client extends End {
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Server server;
    private int awaited;
    private boolean amidRequest;

    Client(Socket socket) throws IOException {
      super(socket);
    }

    void serve() {
      try {
        if (greet()) {
          Message said = Message.read(in);
          while (said != null && said.type() != 'X') {
            pass(said);
            said = Message.read(in);
          }
        }
      } catch (IOException e) {
        // one of the two is gone
      } finally {
        leave();
      }
    }

    private boolean greet() throws IOException {
      while (true) {
        DataInputStream asked = new DataInputStream(new ByteArrayInputStream(Message.body(in)));
        int code = asked.readInt();
        if (code == PROTOCOL) {
          welcome();
          return true;
        }
        if (code != TLS && code != GSS) {
          return false; // a cancel request, or a version that this pooler does not speak
        }
        out.writeByte('N');
        out.flush();
      }
    }

    private void welcome() throws IOException {
      Server some = borrow(this);
      byte[] key = tellsServerProcess ? some.key : madeUpKey();
      byte[] parameters = some.parameters.toByteArray();
      giveBack(some);
      new Message('R', new byte[Integer.BYTES]).write(out);
      out.write(parameters);
      new Message('K', key).write(out);
      new Message('Z', new byte[] {'I'}).write(out);
      out.flush();
    }

    private static byte[] madeUpKey() {
      return ByteBuffer.allocate(8).putInt(KEYS.incrementAndGet()).putInt(0).array();
    }

    /** Passes on what the client says; borrows a session if it has none. */
    private void pass(Message said) throws IOException {
      turn.lock();
      try {
        Server borrowed = server;
        if (borrowed == null) {
          borrowed = borrow(this);
          server = borrowed;
        }
        amidRequest = !said.endsARequest();
        awaited += said.endsARequest() ? 1 : 0;
        said.write(borrowed.out);
        if (in.available() == 0) {
          borrowed.out.flush();
        }
      } finally {
        turn.unlock();
      }
    }

    /** Passes on what the server says; gives the session back when a transaction is over. */
    void hear(Message said, boolean last) throws IOException {
      turn.lock();
      try {
        awaited -= said.type() == 'Z' ? 1 : 0;
        Server borrowed = server;
        if (borrowed != null && said.saysIdle() && awaited == 0 && !amidRequest) {
          server = null;
          giveBack(borrowed);
        }
        said.write(out);
        if (last || said.type() == 'Z') {
          out.flush();
        }
      } catch (IOException e) {
        closeQuietly(this); // its own thread clears up
      } finally {
        turn.unlock();
      }
    }

    private void leave() {
      wires.remove(this);
      closeQuietly(this);
      turn.lock();
      try {
        if (server != null) {
          lost(server);
          server = null;
        }
      } finally {
        turn.unlock();
      }
    }
  }

  private static void closeQuietly(Closeable end) {
    try {
      end.close();
    } catch (IOException e) {
      // closed is closed
    }
  }
}
