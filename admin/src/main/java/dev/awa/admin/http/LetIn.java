package dev.awa.admin.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers the hashes of the logins that were let in last, 1,000 at most. */
final class LetIn {
  static final int MOST = 1000;

  private final Map<String, Boolean> hashes =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  synchronized void add(String hash) {
    hashes.put(hash, true);
  }

  synchronized boolean contains(String hash) {
    return hashes.get(hash) != null; // which also makes it the newest
  }
}
