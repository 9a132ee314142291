package dev.awa.admin.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Some addresses: those that begin with the same bits. Only literals are read, never names. */
record Network(InetAddress address, int bits) {
  /** Characters of the longest literal: IPv6 that ends as IPv4 does. */
  private static final int LONGEST = 45;

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /**
   * Reads {@code 10.0.0.0/8}, {@code 127.0.0.1}, {@code fd00::/8}.
   *
   * @throws IllegalArgumentException when it is none of that
   */
  static Network of(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> address = address(slash < 0 ? text : text.substring(0, slash));
    int most = address.map(one -> one.getAddress().length * Byte.SIZE).orElse(0);
    int bits = slash < 0 ? most : number(text.substring(slash + 1));
    if (address.isEmpty() || bits < 0 || bits > most) {
      throw new IllegalArgumentException(
          "must be an address, or a network like 10.0.0.0/8, got " + Type.quoted(text));
    }
    return new Network(address.get(), bits);
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
  }

  /** Whether a text is an address; no name is ever looked up. */
  static boolean isAddress(String text) {
    return address(text).isPresent();
  }

  /**
   * Of an address, the part that one client can't choose: a client of IPv6 has 2^64 addresses, of
   * which it may take another one for each connection.
   */
  static String client(String address) {
    byte[] bytes = address(address).map(InetAddress::getAddress).orElseGet(() -> new byte[0]);
    return bytes.length == Long.BYTES * 2
        ? HexFormat.of().formatHex(bytes, 0, Long.BYTES) + "/64"
        : address;
  }

  /** An IPv6 address as URLs and some containers have it, without its brackets and its scope. */
  static String plain(String text) {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    int scope = bare.indexOf('%');
    return scope < 0 ? bare : bare.substring(0, scope);
  }

  /** The JDK asks no name server for what has a colon, or is four numbers up to 255. */
  private static Optional<InetAddress> address(String text) {
    if (text.length() > LONGEST || (!V4.matcher(text).matches() && !V6.matcher(text).matches())) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  boolean contains(String other) {
    byte[] bytes = address(other).map(InetAddress::getAddress).orElseGet(() -> new byte[0]);
    byte[] own = address.getAddress();
    if (bytes.length != own.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % Byte.SIZE);
      if ((bytes[i / Byte.SIZE] & mask) != (own[i / Byte.SIZE] & mask)) {
        return false;
      }
    }
    return true;
  }
}
