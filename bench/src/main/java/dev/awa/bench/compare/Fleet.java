package dev.awa.bench.compare;

import dev.awa.bench.peer.Child;
import dev.awa.bench.peer.Contender;
import dev.awa.bench.peer.Ledger;
import dev.awa.bench.peer.Peer;
import dev.awa.bench.peer.Site;
import dev.awa.bench.peer.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * Worker processes of one queue: a JVM each, or what the queue has in its place. They note what
 * they do in ledgers that are files. Their holders in a ledger count from 1.
 */
final class Fleet implements AutoCloseable {
  private final Contender contender;
  private final int instances;
  private final Path folder;
  private final List<Child> children = new ArrayList<>();
  private final List<AutoCloseable> others = new ArrayList<>();
  private AutoCloseable owned = () -> {};
  private int ledgers;

  private Fleet(Contender contender, int instances) throws IOException {
    this.contender = contender;
    this.instances = instances;
    folder = Files.createTempDirectory("awa-bench");
  }

  /** Starts processes that do nothing as yet. */
  static Fleet launch(Peer peer, Site site, Contender contender, int instances) throws Exception {
    Fleet fleet = new Fleet(contender, instances);
    try {
      for (int i = 0; i < instances && !peer.hasProcesses(); i++) {
        fleet.children.add(
            Child.launch(peer, site, fleet.folder.resolve("process-" + (i + 1) + ".log")));
      }
      fleet.awaitAnswers();
      return fleet;
    } catch (Exception e) {
      fleet.close();
      throw e;
    }
  }

  /** The same with one process, which is none that the contender enqueues in. */
  static Fleet apart(Peer peer, Site site, Contender contender) throws Exception {
    if (!peer.hasProcesses()) {
      return launch(peer, site, contender, 1);
    }
    Contender another = peer.join(site);
    Fleet fleet = new Fleet(another, 1);
    fleet.owned = another;
    return fleet;
  }

  /** A ledger for {@link #start}. */
  Shared ledger(int jobs) throws IOException {
    Path file = folder.resolve("ledger-" + ++ledgers);
    return new Shared(Ledger.shared(file, jobs), file);
  }

  /** A ledger, and where it lies. */
  record Shared(Ledger ledger, Path file) {
    /** Handlers that do nothing. */
    Work none() {
      return Work.none(ledger);
    }
  }

  /** Starts workers in each process, all at the same time. */
  void start(int workers, Shared shared, Work work) throws Exception {
    for (int i = 0; i < children.size(); i++) {
      children.get(i).start(shared.file(), work.withHolder(i + 1), workers);
    }
    awaitAnswers();
    for (int i = children.size(); i < instances; i++) {
      others.add(contender.start(workers, work.withHolder(i + 1)));
    }
  }

  /** Stops the workers of each process that was not killed. */
  void stop() throws Exception {
    for (Child child : children) {
      child.stop();
    }
    awaitAnswers();
    for (AutoCloseable other : others) {
      other.close();
    }
    others.clear();
  }

  private void awaitAnswers() throws IOException, InterruptedException {
    for (Child child : children) {
      child.awaitAnswer();
    }
  }

  /** SIGKILL for the first process. */
  void killFirst() throws InterruptedException {
    children.removeFirst().kill();
  }

  /** Its processes, and those of the contender that works in them. */
  List<ProcessHandle> processes() {
    return Stream.concat(children.stream().map(Child::handle), contender.processes().stream())
        .toList();
  }

  @Override
  public void close() throws Exception {
    try {
      for (AutoCloseable other : others) {
        other.close();
      }
      for (Child child : children) {
        child.close();
      }
      owned.close();
    } finally {
      FileUtils.deleteQuietly(folder.toFile());
    }
  }
}
