package dev.awa.cli.metrics;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where metrics are published.
 *
 * @param host a name or an address; empty for all addresses of this machine
 * @param port 0 for any free one, to 65535
 */
public record MetricsAddress(String host, int port) {
  private static final int HIGHEST = 65_535;
  private static final Pattern FORM =
      Pattern.compile("(?:(|[^\\s:/]+|\\[[^\\s\\]/]+\\]):)?(\\d{1,5})");

  /** Reads PORT, :PORT, HOST:PORT or [IPV6]:PORT. */
  public static final class Reader implements ITypeConverter<MetricsAddress> {
    @Override
    public MetricsAddress convert(String text) {
      Matcher match = FORM.matcher(text);
      if (!match.matches() || Integer.parseInt(match.group(2)) > HIGHEST) {
        throw new TypeConversionException(
            "must be :PORT or HOST:PORT with a port of 0 to 65535, for example :9464, got " + text);
      }
      String host = match.group(1) == null ? "" : match.group(1);
      return new MetricsAddress(host, Integer.parseInt(match.group(2)));
    }
  }

  /** As a socket wants it; unresolved when nobody knows the host. */
  InetSocketAddress socket() {
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
