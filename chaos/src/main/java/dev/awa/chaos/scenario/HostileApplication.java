package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Goodbyes;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Producer;
import dev.awa.chaos.lab.Work;
import dev.awa.chaos.lab.WorkerChild;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Codec, back-off, listener and cancel actions of two workers throw whatever there is, or do not
 * come back, and their handlers interrupt every thread of the process. One is killed amid that; the
 * other goes on and is closed, with an attempt whose back-off never came back. Whoever is no longer
 * known has nothing open.
 */
final class HostileApplication implements Scenario {
  private static final int OF_EACH = 20;
  private static final long DEADLINE_MILLIS = 300;

  @Override
  public String name() {
    return "hostile-application";
  }

  @Override
  public String about() {
    return "codec, back-off, listener and cancel actions throw or block, handlers interrupt all"
        + " threads; a worker is killed, another closed";
  }

  @Override
  public String faults() {
    return "W2, W11, W12";
  }

  @Override
  public void run(Lab lab) throws Exception {
    Goodbyes goodbyes = lab.closing(Goodbyes.of(lab.database()));
    WorkerChild victim = lab.workers().startHostile("victim").awaitStarted();
    int rounds = lab.isShort() ? 1 : 5;
    for (int round = 0; round < rounds; round++) {
      WorkerChild next = lab.workers().startHostile("next" + round);
      lab.injected();
      lab.producers().enqueue(works());
      lab.producers().enqueueSlow(OF_EACH, Duration.ofSeconds(3));
      lab.watch().awaitStarts(victim, OF_EACH);
      next.awaitStarted();
      lab.kill(victim);
      lab.producers().enqueue(works());
      lab.watch().awaitStarts(next, 3 * OF_EACH);
      victim = next;
    }
    victim.close(); // with what its back-off keeps open
    lab.workers().start("heir").awaitStarted();
    lab.awaitDrained();
    goodbyes.requireNothingOpen();
  }

  private static List<Work> works() {
    List<Work> works = new ArrayList<>();
    for (int i = 0; i < OF_EACH; i++) {
      works.add(Work.quick(Producer.newId()).withScript("retry,complete"));
      works.add(Work.slow(Producer.newId(), 20).in(Work.Manner.INTERRUPTS));
      works.add(Work.slow(Producer.newId(), 60_000).within(DEADLINE_MILLIS));
      works.add(Work.quick(Producer.newId()));
    }
    Collections.shuffle(works, new Random(1));
    return works;
  }
}
