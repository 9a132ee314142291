#!/usr/bin/env bash
# Package and version: Spring Framework 7.0.10 (ThreadPoolTaskScheduler, SimpleAsyncTaskScheduler).
#
# Behaviour: a task takes 2.5 s and is to run each second. On the usual pool of scheduler threads, of any size, it never runs beside
# itself: a fire that comes too early waits or is left out. On virtual threads, which Spring Boot chooses for @Scheduled by
# spring.threads.virtual.enabled=true, cron and fixedRate run it beside itself, as often as fires come; only fixedDelay does not.
# Closing differs too: the pool interrupts the task that runs; of virtual threads only that of fixedDelay is interrupted, and the
# others go on after close() has returned, in an application whose database pool is closed next.
#
# Output seen:
#   pool of 8, cron: beside itself false, interrupted by close() true
#   virtual threads, cron: beside itself true, interrupted by close() false
#   pool of 8, fixedRate: beside itself false, interrupted by close() true
#   virtual threads, fixedRate: beside itself true, interrupted by close() false
#   pool of 8, fixedDelay: beside itself false, interrupted by close() true
#   virtual threads, fixedDelay: beside itself false, interrupted by close() true
#
# Needs: bash, Maven, a JDK 21 or newer.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/pom.xml" << 'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-context</artifactId><version>7.0.10</version></dependency>
  </dependencies>
</project>
POM
cat > "$work/Finding.java" << 'JAVA'
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.CronTrigger;

class Finding {
  static void tell(String what, TaskScheduler scheduler, String how, Runnable close) throws InterruptedException {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch third = new CountDownLatch(3);
    Runnable task = () -> {
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      third.countDown();
      try {
        Thread.sleep(2500);
      } catch (InterruptedException e) {
        interrupted.set(true);
      }
      running.decrementAndGet();
    };
    Duration second = Duration.ofSeconds(1);
    switch (how) {
      case "cron" -> scheduler.schedule(task, new CronTrigger("* * * * * *"));
      case "fixedRate" -> scheduler.scheduleAtFixedRate(task, second);
      default -> scheduler.scheduleWithFixedDelay(task, second);
    }
    third.await(); // it runs now
    close.run();
    Thread.sleep(4000);
    System.out.println(what + ", " + how + ": beside itself " + (most.get() > 1) + ", interrupted by close() " + interrupted);
  }

  public static void main(String[] args) throws InterruptedException {
    for (String how : new String[] {"cron", "fixedRate", "fixedDelay"}) {
      ThreadPoolTaskScheduler pool = new ThreadPoolTaskScheduler();
      pool.setPoolSize(8);
      pool.initialize();
      tell("pool of 8", pool, how, pool::destroy);
      SimpleAsyncTaskScheduler virtual = new SimpleAsyncTaskScheduler();
      virtual.setVirtualThreads(true);
      tell("virtual threads", virtual, how, virtual::close);
    }
  }
}
JAVA
mvn -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory="$work/lib" -DincludeScope=runtime
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
java -cp "$work/lib/*" "$work/Finding.java" > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
