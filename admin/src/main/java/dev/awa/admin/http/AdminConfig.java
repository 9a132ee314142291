package dev.awa.admin.http;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How an admin API behaves.
 *
 * @param readOnly whether everything that changes something is refused; default false
 * @param hosts the names by which the server may be called, in small letters, without port: {@code
 *     awa.example.org}, {@code [::1]}. Empty, the default: the application around it checks that
 * @param proxies addresses or networks of proxies whose {@code X-Forwarded-For}, {@code
 *     X-Forwarded-Proto} and {@code X-Forwarded-Host} count; default none
 * @param longestLook how long a statement of a request may take that looks at something; default 10
 *     s, 1 s to 1 h
 * @param longestChange how long one may take that changes something; default 60 s, 1 s to 1 h
 * @param costlyAtOnce how many costly requests (lists, counts of all queues, bulk changes) are at
 *     work at once, 1 and more; others wait for 1 s and are refused then. Default 4
 * @param masks paths of values that are shown to nobody but an administrator who asks for them:
 *     {@code args.customer.email}, {@code metadata.tenant}; besides those that the jobs themselves
 *     mask. Default none
 * @param revealer makes arguments readable for an administrator who asks with {@code reveal} that
 *     the application has encrypted itself; default {@link Revealer#NONE}
 */
public record AdminConfig(
    boolean readOnly,
    Set<String> hosts,
    List<String> proxies,
    Duration longestLook,
    Duration longestChange,
    int costlyAtOnce,
    List<String> masks,
    Revealer revealer) {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /**
   * Checks all of them.
   *
   * @throws IllegalArgumentException when a value is out of its range, a proxy is no address, or a
   *     mask no path
   */
  public AdminConfig {
    hosts = Set.copyOf(hosts);
    proxies = List.copyOf(proxies);
    proxies.forEach(Network::of);
    masks = new Masks(masks).paths();
    requireRange("longestLook", longestLook);
    requireRange("longestChange", longestChange);
    if (costlyAtOnce < 1) {
      throw new IllegalArgumentException("costlyAtOnce: must be 1 or more, got " + costlyAtOnce);
    }
  }

  private static void requireRange(String name, Duration time) {
    if (time.compareTo(SECOND) < 0 || time.compareTo(HOUR) > 0) {
      throw new IllegalArgumentException(name + ": must be 1 s to 1 h, got " + time);
    }
  }

  /** All as it is by default. */
  public static AdminConfig defaults() {
    return new AdminConfig(
        false,
        Set.of(),
        List.of(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        4,
        List.of(),
        Revealer.NONE);
  }

  /** Changes nothing, or changes again. */
  public AdminConfig withReadOnly(boolean value) {
    return new AdminConfig(
        value, hosts, proxies, longestLook, longestChange, costlyAtOnce, masks, revealer);
  }

  /** Is called by these names only. */
  public AdminConfig withHosts(Set<String> names) {
    return new AdminConfig(
        readOnly, names, proxies, longestLook, longestChange, costlyAtOnce, masks, revealer);
  }

  /** Trusts these proxies. */
  public AdminConfig withProxies(List<String> networks) {
    return new AdminConfig(
        readOnly, hosts, networks, longestLook, longestChange, costlyAtOnce, masks, revealer);
  }

  /** Gives each statement so long. */
  public AdminConfig withLongest(Duration look, Duration change) {
    return new AdminConfig(readOnly, hosts, proxies, look, change, costlyAtOnce, masks, revealer);
  }

  /** Hides these values. */
  public AdminConfig withMasks(List<String> paths) {
    return new AdminConfig(
        readOnly, hosts, proxies, longestLook, longestChange, costlyAtOnce, paths, revealer);
  }

  /** Lets so many costly requests work at once. */
  public AdminConfig withCostlyAtOnce(int requests) {
    return new AdminConfig(
        readOnly, hosts, proxies, longestLook, longestChange, requests, masks, revealer);
  }

  /** Makes arguments readable that the application has encrypted itself. */
  public AdminConfig withRevealer(Revealer reader) {
    return new AdminConfig(
        readOnly, hosts, proxies, longestLook, longestChange, costlyAtOnce, masks, reader);
  }
}
