package dev.awa.bench.peer;

import java.util.List;

/** The queues that are compared, Awa first. */
public final class Peers {
  private static final List<Peer> ALL =
      List.of(
          new AwaPeer(),
          new SkipLocked(1),
          new SkipLocked(100),
          new PgmqPeer(100),
          new PgmqPeer(1),
          new DbScheduler(DbScheduler.Polling.FETCH),
          new DbScheduler(DbScheduler.Polling.LOCK_AND_FETCH),
          new JobRunrPeer(),
          new QuartzPeer(),
          new PgBoss(),
          new GraphileWorker(),
          new River(),
          new Procrastinate(),
          new OriginalAwa());

  private Peers() {}

  public static List<Peer> all() {
    return ALL;
  }

  public static List<String> names() {
    return ALL.stream().map(Peer::name).toList();
  }

  /** Those that are named, in this order; all when none is. */
  public static List<Peer> named(List<String> names) {
    return names.isEmpty()
        ? ALL
        : ALL.stream().filter(peer -> names.contains(peer.name())).toList();
  }
}
