package dev.awa.chaos.pooler;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A client of the pooler. It borrows a session with the first message of a transaction. It gives it
 * back when the server has answered every request and says that no transaction is open. Two threads
 * are at work here: one reads what the client says, the other is the session's, which brings the
 * answers. They take turns by a lock, as both look at what was asked and what was answered.
 */
final class Client implements Closeable {
  /** Version 3.0 of the protocol. */
  static final int PROTOCOL = 196_608;

  private static final int TLS = 80_877_103;
  private static final int GSS = 80_877_104;
  private static final AtomicInteger KEYS = new AtomicInteger(1_000_000_000);

  private final Wire wire;
  private final Sessions sessions;
  private final boolean hearsServerProcess;
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable Session session;

  /** Requests that the server has not answered to their end. */
  private int awaited;

  private boolean amidRequest;

  Client(Socket socket, Sessions sessions, boolean hearsServerProcess) throws IOException {
    this.wire = new Wire(socket);
    this.sessions = sessions;
    this.hearsServerProcess = hearsServerProcess;
  }

  /** Serves the client until it goes. */
  void serve() {
    try {
      if (greet()) {
        Message said = wire.read();
        while (said != null && said.type() != 'X') {
          pass(said);
          said = wire.read();
        }
      }
    } catch (IOException e) {
      // one of the two is gone
    } finally {
      leave();
    }
  }

  /** Answers the first messages; whether the client is welcome. */
  private boolean greet() throws IOException {
    while (true) {
      int code = ByteBuffer.wrap(wire.readFirst()).getInt();
      if (code == PROTOCOL) {
        welcome();
        return true;
      }
      if (code != TLS && code != GSS) {
        return false; // a cancel request, or a version that this pooler does not speak
      }
      wire.write((byte) 'N');
      wire.flush();
    }
  }

  private void welcome() throws IOException {
    Session some = sessions.borrow(this);
    byte[] key = hearsServerProcess ? some.key() : madeUpKey();
    byte[] parameters = some.parameters();
    sessions.giveBack(some);
    wire.write(new Message('R', new byte[Integer.BYTES]));
    wire.write(parameters);
    wire.write(new Message('K', key));
    wire.write(new Message('Z', new byte[] {'I'}));
    wire.flush();
  }

  private static byte[] madeUpKey() {
    return ByteBuffer.allocate(8).putInt(KEYS.incrementAndGet()).putInt(0).array();
  }

  /** Passes on what the client says; borrows a session if it has none. */
  private void pass(Message said) throws IOException {
    turn.lock();
    try {
      Session borrowed = session;
      if (borrowed == null) {
        borrowed = sessions.borrow(this);
        session = borrowed;
      }
      amidRequest = !said.endsARequest();
      awaited += said.endsARequest() ? 1 : 0;
      borrowed.tell(said, !wire.hasMore());
    } finally {
      turn.unlock();
    }
  }

  /** Passes on what the server says; gives the session back when a transaction is over. */
  void hear(Message said, boolean last) {
    turn.lock();
    try {
      awaited -= said.saysReady() ? 1 : 0;
      Session borrowed = session;
      if (borrowed != null && said.saysIdle() && awaited == 0 && !amidRequest) {
        session = null;
        sessions.giveBack(borrowed);
      }
      wire.write(said);
      if (last || said.saysReady()) {
        wire.flush();
      }
    } catch (IOException e) {
      close(); // its own thread clears up
    } finally {
      turn.unlock();
    }
  }

  /** Takes a session that is amid something along: nobody else may have it. */
  private void leave() {
    close();
    turn.lock();
    try {
      if (session != null) {
        sessions.lost(session);
        session = null;
      }
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void close() {
    wire.close();
  }
}
