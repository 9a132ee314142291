package dev.awa.chaos.pooler;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A session of the database, which is lent to one client after the other. */
final class Session implements Closeable {
  private final Wire wire;
  private final ByteArrayOutputStream parameters = new ByteArrayOutputStream();
  private byte[] key = new byte[0];
  private volatile @Nullable Client borrower;

  /** Opens a session and reads what the server says of itself. */
  Session(int serverPort, String database) throws IOException {
    wire = new Wire(new Socket(InetAddress.getLoopbackAddress(), serverPort));
    wire.write(startup(database));
    wire.flush();
    for (Message said = said(); !said.saysReady(); said = said()) {
      switch (said.type()) {
        case 'S' -> said.write(new DataOutputStream(parameters));
        case 'K' -> key = said.body();
        case 'E' -> throw new IOException(new String(said.body(), StandardCharsets.UTF_8));
        default -> {}
      }
    }
  }

  private static byte[] startup(String database) {
    byte[] words =
        ("user\0postgres\0database\0" + database + "\0\0").getBytes(StandardCharsets.UTF_8);
    int length = words.length + 2 * Integer.BYTES;
    return ByteBuffer.allocate(length).putInt(length).putInt(Client.PROTOCOL).put(words).array();
  }

  private Message said() throws IOException {
    Message message = wire.read();
    if (message == null) {
      throw new IOException("the server has closed the connection");
    }
    return message;
  }

  /** The messages in which the server has told its parameters. */
  byte[] parameters() {
    return parameters.toByteArray();
  }

  /** The process of the session and its secret, for cancel requests. */
  byte[] key() {
    return key;
  }

  /** From now on answers go to this client; to nobody when there is none. */
  void lendTo(@Nullable Client client) {
    borrower = client;
  }

  /** Passes on what a client says; at once when it says no more for now. */
  void tell(Message said, boolean last) throws IOException {
    wire.write(said);
    if (last) {
      wire.flush();
    }
  }

  /**
   * Passes on what the server says, to whoever has borrowed the session, until the session is over;
   * its last borrower is cut off then.
   */
  void passAnswers(Sessions sessions) {
    try {
      for (Message said = said(); ; said = said()) {
        Client client = borrower;
        if (client != null) {
          client.hear(said, !wire.hasMore());
        }
      }
    } catch (IOException e) {
      Client client = borrower;
      sessions.lost(this);
      if (client != null) {
        client.close();
      }
    }
  }

  @Override
  public void close() {
    wire.close();
  }
}
