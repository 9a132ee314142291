package dev.awa.bench.peer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/** A queue of another language in a database, with the processes that work on it. */
final class DrivenContender implements Contender {
  private final DrivenPeer peer;
  private final Site site;
  private final DriverProcess process;
  private final List<DriverProcess> all = new CopyOnWriteArrayList<>();
  private final Deque<DriverProcess> idle = new ConcurrentLinkedDeque<>();

  DrivenContender(DrivenPeer peer, Site site, DriverProcess process) {
    this.peer = peer;
    this.site = site;
    this.process = process;
    all.add(process);
    idle.add(process);
  }

  @Override
  public void enqueue(long from, int count) throws Exception {
    process.call("enqueue", "from", from, "count", count);
  }

  /** Where a queue has COPY, its call for many jobs is that. */
  @Override
  public void copy(long from, int count) throws Exception {
    enqueue(from, count);
  }

  @Override
  public void enqueue(Connection tx, long n) throws SQLException {
    peer.enqueue(tx, n);
  }

  /** The first instance works in the process that enqueues. */
  @Override
  public AutoCloseable start(int workers, Work work) throws Exception {
    DriverProcess one = idle.isEmpty() ? another() : idle.removeFirst();
    one.tell(work.ledger());
    one.call("start", "workers", workers, "millis", work.sleep().toMillis());
    return () -> {
      one.call("stop");
      idle.add(one);
    };
  }

  private DriverProcess another() throws Exception {
    DriverProcess another = peer.process(site);
    all.add(another);
    return another;
  }

  @Override
  public long unfinished() throws SQLException {
    return peer.unfinished(site);
  }

  @Override
  public List<ProcessHandle> processes() {
    return all.stream().map(DriverProcess::handle).toList();
  }

  @Override
  public void close() throws Exception {
    for (DriverProcess one : all) {
      one.close();
    }
  }
}
