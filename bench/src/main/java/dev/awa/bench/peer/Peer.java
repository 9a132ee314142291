package dev.awa.bench.peer;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A job queue that can be compared: what it is, how it is set, and how to open it. */
public interface Peer {
  /** What it is called on the command line and in reports. */
  String name();

  String version();

  String license();

  /** How it is set, in words, and how it is asked to enqueue. */
  String settings();

  /** The address of the documentation that these settings follow. */
  String source();

  /** The numbers of workers that are tried to find the one it likes best. */
  List<Integer> sweep();

  /** The ways to enqueue that it has. */
  List<Way> ways();

  /** Why it can't run here; empty when it can. */
  default Optional<String> missing() {
    return Optional.empty();
  }

  /** Installs it in an empty database. */
  Contender open(Site site) throws Exception;

  /**
   * Opens it in a database in which it is installed, from another process. One that has processes
   * of its own starts another of them, which finds everything installed.
   */
  default Contender join(Site site) throws Exception {
    if (!hasProcesses()) {
      throw new UnsupportedOperationException(name() + " can't be joined");
    }
    return open(site);
  }

  /** Whether its workers are processes of their own, and not threads of this one. */
  default boolean hasProcesses() {
    return false;
  }

  /** What it has of the mix by itself; nothing when it has no part in it. */
  default Set<MixJob.Part> parts() {
    return Set.of();
  }

  /** How its workers find out that there is work, as it is set here. */
  String looks();

  /** How it finds out that a process of its own has died, as it is set here. */
  default String watch() {
    return "";
  }

  /** How jobs come in. */
  enum Way {
    /** One job in a transaction of its own. */
    ONE,
    /** One job beside a row of the application, in the transaction of a JDBC connection. */
    WITH_ROW,
    /** Many jobs by one call of the library. */
    BATCH,
    /** Many jobs by COPY. */
    COPY
  }
}
