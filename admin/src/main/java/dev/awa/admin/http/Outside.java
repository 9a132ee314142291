package dev.awa.admin.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as its client has sent it, also where proxies lie between.
 *
 * @param address of the client
 * @param scheme {@code http} or {@code https}
 * @param host the host with its port, as the client named it, in small letters; null: none
 */
record Outside(String address, String scheme, @Nullable String host) {
  /**
   * What a request says of itself; what its headers say of others counts only when a proxy that is
   * trusted has sent them.
   */
  static Outside of(Request request, List<Network> proxies) {
    String remote = Network.plain(request.remoteAddress());
    if (!isTrusted(remote, proxies)) {
      return new Outside(remote, request.scheme(), lower(request.header("Host")));
    }
    String scheme = last(request.headers("X-Forwarded-Proto"));
    String host = last(request.headers("X-Forwarded-Host"));
    return new Outside(
        client(request, remote, proxies),
        scheme != null && scheme.equalsIgnoreCase("https") ? "https" : request.scheme(),
        lower(host == null ? request.header("Host") : host));
  }

  private static boolean isTrusted(String address, List<Network> proxies) {
    return proxies.stream().anyMatch(proxy -> proxy.contains(address));
  }

  /** The last address that is no trusted proxy: whatever stands before it may be invented. */
  private static String client(Request request, String remote, List<Network> proxies) {
    String client = remote;
    List<String> chain =
        request.headers("X-Forwarded-For").stream()
            .flatMap(value -> List.of(value.split(",", -1)).stream())
            .map(String::strip)
            .map(Network::plain)
            .toList();
    for (int i = chain.size() - 1; i >= 0 && isTrusted(client, proxies); i--) {
      if (!Network.isAddress(chain.get(i))) {
        return client;
      }
      client = chain.get(i);
    }
    return client;
  }

  /** What the nearest proxy has added. */
  private static @Nullable String last(List<String> values) {
    if (values.isEmpty()) {
      return null;
    }
    String[] parts = values.getLast().split(",", -1);
    String last = parts[parts.length - 1].strip();
    return last.isEmpty() ? null : last;
  }

  private static @Nullable String lower(@Nullable String text) {
    return text == null ? null : text.strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Refuses a name of the host that is none of this server's: it may be a page's own (rebinding).
   */
  void requireHost(Set<String> hosts) {
    String name = hostName();
    if (!hosts.isEmpty() && !hosts.contains(name)) {
      throw Problem.of(
          Problem.Kind.WRONG_HOST,
          "the request is for the host \"" + Type.quoted(name) + "\", which is none of this server",
          "Use a name of this server, or let the server know the name: --allowed-host");
    }
  }

  /** The host without its port; empty: none. */
  String hostName() {
    return host == null ? "" : withoutPort(host);
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  /** Refuses a change that a page of another site has sent. */
  void requireSameSite(Request request) {
    String site = request.header("Sec-Fetch-Site");
    String origin = request.header("Origin");
    boolean isForeign =
        (site != null && !site.equals("same-origin") && !site.equals("none"))
            || (origin != null && !origin.toLowerCase(Locale.ROOT).equals(scheme + "://" + host));
    if (isForeign) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN,
          "a page of another site has sent this: origin "
              + Type.quoted(String.valueOf(origin))
              + ", this is "
              + Type.quoted(scheme + "://" + host),
          "If a proxy lies between, let the server trust it: --trusted-proxy");
    }
  }
}
