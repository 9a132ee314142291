package dev.awa.chaos.scenario;

import dev.awa.chaos.scenario.DatabaseStopped.How;
import dev.awa.chaos.scenario.DatabaseStopped.Phase;
import dev.awa.lab.Proxy.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All scenarios, in the order in which they are run. */
public final class Scenarios {
  public static final List<Scenario> ALL = List.copyOf(all());

  private Scenarios() {}

  private static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    all.add(LeaderKilled.atSomeSteps()); // the longest first: others are run beside it
    all.add(LeaderKilled.atEveryStep());
    all.add(
        new KilledAtStatement(
            "killed-after-claim",
            "a worker is killed when its claim is committed and no handler has started",
            "W1",
            Side.AFTER,
            ".claim("));
    all.add(new KilledMidHandler());
    all.add(
        new KilledAtStatement(
            "killed-before-flush",
            "a worker is killed when its handlers are done and nothing was sent",
            "W3",
            Side.BEFORE,
            ".flush("));
    all.add(new KilledMidFlush());
    all.add(new HostileApplication());
    all.add(new OutOfMemory());
    all.add(new SpinningHandlers());
    all.add(
        new KilledAtStatement(
            "killed-after-flush",
            "a worker is killed when its flush is committed and it has not heard of it",
            "W4",
            Side.AFTER,
            ".flush("));
    all.add(new RecoveryWithDefaults());
    all.add(new PausedPastTheLease());
    all.add(new FrozenMidClaim());
    all.add(new SwallowedAnswers());
    all.add(new LeaderFrozen());
    all.add(new MixedSettings());
    all.add(new ShutDownUnderLoad());
    all.add(new ClosedWhileFrozen());
    all.add(new RevokedRights());
    all.add(new TwoLeaders());
    all.add(new BackendsTerminated());
    all.add(BehindPooler.small());
    all.add(BehindPooler.pgBouncer());
    all.add(new PgBouncerKilled());
    all.add(new SettingsBehindPgBouncer());
    all.add(new CrashBehindPooler());
    all.add(new Partition());
    all.add(new ResetStorm());
    all.add(new UnknownCommit());
    all.add(new Failover());
    all.add(new SlowStandby());
    all.add(PromotedSubscriber.ahead());
    all.add(PromotedSubscriber.behind());
    all.add(new PreparedTransactions());
    all.add(new DiskFull());
    all.add(new FiresInterrupted());
    all.add(new OperationInterrupted());
    all.add(new RestoredBackup());
    all.add(new ClockSteps());
    all.add(new ClockJumps());
    all.add(new ClocksAhead());
    all.add(new DatabaseFrozen());
    all.add(new DatabaseStopped(How.FAST, Phase.CLAIM, "D1", true));
    all.add(new DatabaseStopped(How.IMMEDIATE, Phase.FLUSH, "D1", true));
    all.add(new DatabaseStopped(How.KILLED, Phase.CLAIM, "D3", true));
    for (How how : How.values()) {
      for (Phase phase : Phase.values()) {
        if (all.stream().noneMatch(s -> s.name().equals(name(how, phase)))) {
          all.add(new DatabaseStopped(how, phase, how == How.KILLED ? "D3" : "D1", false));
        }
      }
    }
    return all;
  }

  private static String name(How how, Phase phase) {
    return new DatabaseStopped(how, phase, "", false).name();
  }

  public static Optional<Scenario> find(String name) {
    return ALL.stream().filter(s -> s.name().equals(name)).findFirst();
  }
}
