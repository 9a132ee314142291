package dev.awa.chaos.pooler;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A connection that speaks in messages, to a client or to the server. */
final class Wire implements Closeable {
  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  /** The next message; null when the other end has said its last. */
  @Nullable Message read() throws IOException {
    return Message.read(in);
  }

  /** The body of a first message, which has no type. */
  byte[] readFirst() throws IOException {
    return Message.readBody(in);
  }

  /** Whether more can be read without waiting. */
  boolean hasMore() throws IOException {
    return in.available() > 0;
  }

  /** What is written is on its way after {@link #flush}. */
  void write(Message message) throws IOException {
    message.write(out);
  }

  /** Writes bytes as they are. */
  void write(byte... bytes) throws IOException {
    out.write(bytes);
  }

  void flush() throws IOException {
    out.flush();
  }

  /** Closes the connection, as far as it is open. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // closed is closed
    }
  }
}
