package dev.awa.spring;

import dev.awa.client.Awa;
import dev.awa.schedule.Declaration;
import dev.awa.schedule.Schedule;
import dev.awa.schedule.SchedulePlan;
import dev.awa.schedule.SchedulePlan.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Declares the schedules of the application when it starts, and again from time to time, so that
 * the queue knows which revisions live. An application without schedules declares nothing: when the
 * last schedule is taken out of the code, retire it by {@code awa schedule retire}.
 */
public final class AwaSchedules implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(AwaSchedules.class);

  private final Awa awa;
  private final HandlerBeans handlers;
  private final List<Schedule> beans;
  private final AwaProperties.ScheduleSettings settings;
  private final String owner;
  private @Nullable ScheduledExecutorService renewal;

  AwaSchedules(
      Awa awa,
      HandlerBeans handlers,
      List<Schedule> beans,
      AwaProperties.ScheduleSettings settings,
      String owner) {
    this.awa = awa;
    this.handlers = handlers;
    this.beans = beans;
    this.settings = settings;
    this.owner = owner;
  }

  /** What this application declares: annotated methods, and beans. */
  public Declaration declaration() {
    List<Schedule> all = new ArrayList<>(handlers.schedules());
    all.addAll(beans);
    String revision = settings.revision() == null ? revision(all) : settings.revision();
    Declaration declaration = Declaration.of(owner, revision, all).withGrace(settings.grace());
    return settings.keep() ? declaration.keeping() : declaration;
  }

  /** The same for the same schedules, another for others. */
  private static String revision(List<Schedule> all) {
    String texts =
        all.stream()
            .sorted(Comparator.comparing(Schedule::name))
            .map(Schedule::toString)
            .collect(Collectors.joining("\n"));
    CRC32 sum = new CRC32();
    sum.update(texts.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  @Override
  public synchronized void start() {
    if (handlers.schedules().isEmpty() && beans.isEmpty()) {
      return;
    }
    if (owner.isEmpty()) {
      throw new AwaStartException(
          "The application has schedules and no name, so nobody owns them.",
          "Set spring.application.name, or awa.schedules.owner.");
    }
    Declaration declaration = declaration();
    SchedulePlan plan = awa.schedules().declare(declaration);
    for (Verdict verdict : List.of(Verdict.ADD, Verdict.CHANGE, Verdict.RETIRE)) {
      List<String> names = plan.of(verdict).stream().map(SchedulePlan.Change::name).toList();
      if (!names.isEmpty()) {
        LOG.info("schedules of {}, {}: {}", owner, verdict.word(), names);
      }
    }
    renewal =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("awa schedules").factory());
    Duration every = settings.grace().dividedBy(4);
    long millis = Math.max(1000, every.toMillis());
    var unused = renewal.scheduleWithFixedDelay(this::renew, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void renew() {
    try {
      awa.schedules().declare(declaration());
    } catch (RuntimeException e) { // what leaves this method ends the renewals for good
      LOG.warn("could not declare the schedules of {} again: {}", owner, e.getMessage());
    }
  }

  @Override
  public synchronized void stop() {
    if (renewal != null) {
      renewal.shutdownNow();
      renewal = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return renewal != null;
  }
}
