package dev.awa.worker;

import dev.awa.engine.Claimed;
import dev.awa.engine.Run;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The last transactions of whose jobs none is left to claim, at most 1000 of them: when a claim
 * that took a job of a transaction leaves its queue empty, it has seen all that the transaction
 * brought to it. A notification of such a transaction comes too late to tell anything.
 *
 * <p>HeldSlots for queues of one stripe only: a claim knows nothing of other stripes.
 */
final class Swept {
  private static final int MOST = 1000;

  private final Set<String> xids =
      Collections.synchronizedSet(Collections.newSetFromMap(new Last()));

  private static final class Last extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > MOST;
    }
  }

  /** Notes what a claim has taken, when it left nothing. */
  void note(Claimed claimed) {
    if (claimed.emptied()) {
      claimed.batches().forEach(batch -> batch.runs().stream().map(Run::xid).forEach(xids::add));
    }
  }

  boolean has(String xid) {
    return xids.contains(xid);
  }

  /** A server that takes over may give out the ids of transactions again that it has not seen. */
  void forget() {
    xids.clear();
  }
}
