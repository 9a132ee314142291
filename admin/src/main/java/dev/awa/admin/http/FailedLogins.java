package dev.awa.admin.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts failed logins by address, of IPv6 by its first 64 bits. After 20 within a minute the
 * address is refused until the minute is over; no more than 10,000 addresses are remembered.
 */
final class FailedLogins {
  static final int MOST = 20;
  private static final int ADDRESSES = 10_000;
  private static final long MINUTE = 60_000_000_000L;

  private final LongSupplier nanoTime;
  private final Map<String, Window> windows =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
          return size() > ADDRESSES;
        }
      };

  private record Window(long begun, int failures) {}

  FailedLogins(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Refuses an address from which too many logins have failed. */
  synchronized void require(String address) {
    String client = Network.client(address);
    Window window = windows.get(client);
    if (window == null) {
      return;
    }
    long left = MINUTE - (nanoTime.getAsLong() - window.begun());
    if (left <= 0) {
      windows.remove(client);
    } else if (window.failures() >= MOST) {
      throw Problem.of(
              Problem.Kind.TOO_MANY,
              MOST + " logins from " + address + " have failed within a minute",
              "Wait, then log in with the right token")
          .with("Retry-After", "" + (left / 1_000_000_000L + 1));
    }
  }

  /** One more from an address; how many these are within the minute. */
  synchronized int count(String address) {
    String client = Network.client(address);
    Window before = windows.get(client);
    Window window =
        before == null
            ? new Window(nanoTime.getAsLong(), 1)
            : new Window(before.begun(), before.failures() + 1);
    windows.put(client, window);
    return window.failures();
  }
}
