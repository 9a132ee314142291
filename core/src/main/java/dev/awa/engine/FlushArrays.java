package dev.awa.engine;

import dev.awa.engine.ClosureLog.StaleMembers;
import dev.awa.engine.Flush.Ended;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A batch of ended runs in the form that {@code awa.flush} takes: one closure for each claim and
 * outcome, described by parallel arrays, and a JSON array of the endings that ask for more than a
 * closure.
 */
@SuppressWarnings("ArrayRecordComponent") // on their way to the driver, never compared
record FlushArrays(
    List<Group> groups,
    short[] slots,
    int[] lanes,
    long[] claimNos,
    long[] nonces,
    short[] outcomes,
    short[] counts,
    short[] ordinals,
    @Nullable String endings) {

  /** What one closure row says. */
  record Key(Claim claim, Closure closure) {}

  /** One closure row and the runs that it closes. */
  record Group(Key key, List<Ended> ended) {
    /** The whole claim is closed by this row: its ordinals need not be written. */
    boolean isWholeClaim() {
      return ended.size() == key.claim().members();
    }
  }

  static FlushArrays of(List<Ended> ended) {
    List<Group> groups = grouped(ended);
    int n = groups.size();
    short[] slots = new short[n];
    int[] lanes = new int[n];
    long[] claimNos = new long[n];
    long[] nonces = new long[n];
    short[] outcomes = new short[n];
    short[] counts = new short[n];
    short[] ordinals = new short[ended.size()];
    int used = 0;
    EndingsJson endings = new EndingsJson();
    for (int i = 0; i < n; i++) {
      Group group = groups.get(i);
      Claim claim = group.key().claim();
      slots[i] = claim.slot();
      lanes[i] = claim.lane();
      claimNos[i] = claim.claimNo();
      nonces[i] = claim.nonce();
      outcomes[i] = group.key().closure().code();
      boolean whole = group.isWholeClaim();
      counts[i] = whole ? 0 : (short) group.ended().size();
      for (Ended one : group.ended()) {
        if (!whole) {
          ordinals[used++] = one.run().ordinal();
        }
        endings.add(i + 1, one);
      }
    }
    return new FlushArrays(
        groups,
        slots,
        lanes,
        claimNos,
        nonces,
        outcomes,
        counts,
        Arrays.copyOf(ordinals, used),
        endings.text());
  }

  private static List<Group> grouped(List<Ended> ended) {
    Map<Key, List<Ended>> byKey = new LinkedHashMap<>();
    for (Ended one : ended) {
      byKey
          .computeIfAbsent(new Key(one.claim(), one.ending().closure()), key -> new ArrayList<>())
          .add(one);
    }
    return byKey.entrySet().stream().map(e -> new Group(e.getKey(), e.getValue())).toList();
  }

  /** The ended runs that an answer names as stale. */
  Set<Ended> stale(List<StaleMembers> members) {
    Set<Ended> stale = new HashSet<>();
    for (StaleMembers some : members) {
      Set<Short> ordinals = some.ordinals();
      for (Ended one : groups.get(some.closure() - 1).ended()) {
        if (ordinals == null || ordinals.contains(one.run().ordinal())) {
          stale.add(one);
        }
      }
    }
    return stale;
  }
}
