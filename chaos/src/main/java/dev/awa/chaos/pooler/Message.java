package dev.awa.chaos.pooler;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A message of the protocol: a type, and the rest without its length. */
final class Message {
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

  /** The next message; null when the other end has said its last. */
  static @Nullable Message read(DataInputStream in) throws IOException {
    int type = in.read();
    return type < 0 ? null : new Message(type, readBody(in));
  }

  /** What follows a type; the first message of a client has none. */
  static byte[] readBody(DataInputStream in) throws IOException {
    byte[] body = new byte[in.readInt() - Integer.BYTES];
    in.readFully(body);
    return body;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(type);
    out.writeInt(body.length + Integer.BYTES);
    out.write(body);
  }

  /** Whether the server answers this, in the end, by saying that it is ready. */
  boolean endsARequest() {
    return type == 'Q' || type == 'S' || type == 'F';
  }

  /** Whether the server says that it is ready. */
  boolean saysReady() {
    return type == 'Z';
  }

  /** Whether the server says that it is ready and that no transaction is open. */
  boolean saysIdle() {
    return saysReady() && body[0] == 'I';
  }
}
