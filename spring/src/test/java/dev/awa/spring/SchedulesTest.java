package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.JobContext;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.schedule.Overlap;
import dev.awa.schedule.Schedule;
import dev.awa.schedule.StoredSchedule;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Methods run by time, and schedules of the application belong to it. */
final class SchedulesTest {
  private static final String NAME = "spring.application.name=shop";

  record Report(String name) {}

  static class Reports {
    final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @AwaSchedule(name = "tick", every = "1s")
    void tick(JobContext context) {
      lines.add("tick " + Objects.requireNonNull(context.job().fire()).schedule());
    }

    @AwaHandler(queue = "reports")
    @AwaSchedule(
        name = "yearly",
        every = "${shop.every}",
        args = "{\"name\": \"year\"}",
        start = "2026-01-01T00:00:00Z",
        end = "${shop.end:2126-01-01T00:00:00+01:00}",
        priority = 4,
        maxAttempts = 3,
        tags = {"year", "${shop.tag:report}"})
    void report(Report report) {
      lines.add("report " + report.name());
    }

    @AwaSchedule(name = "nightly", cron = "0 3 * * *", zone = "Europe/Berlin", queue = "night")
    void nightly() {
      report(new Report("day"));
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Shop {
    @Bean
    Reports reports() {
      return new Reports();
    }

    @Bean
    Schedule declared() {
      return Schedule.cron("declared", "@daily", Job.of(new Report("day")).withQueue("reports"));
    }
  }

  @Test
  void annotatedMethodsRunAndBeansAreDeclared() {
    Applications.withJdbc()
        .withUserConfiguration(Shop.class)
        .withPropertyValues(NAME, "shop.every=PT1S")
        .run(context -> {
          Reports reports = context.getBean(Reports.class);
          Eventually.holds(
              () -> "ticks and reports in " + reports.lines,
              () -> reports.lines.containsAll(List.of("tick tick", "report year")));
          List<StoredSchedule> all = context.getBean(Awa.class).schedules().list();
          assertThat(all)
              .extracting(StoredSchedule::name)
              .containsExactly("declared", "nightly", "tick", "yearly");
          assertThat(all).extracting(StoredSchedule::owner).containsOnly("shop");
          StoredSchedule nightly = all.get(1);
          assertThat(nightly.zone()).isEqualTo("Europe/Berlin");
          assertThat(nightly.queue()).isEqualTo("night");
          assertThat(nightly.overlap()).isEqualTo(Overlap.SKIP.word());
          assertThat(nightly.priority()).isEqualTo(Job.DEFAULT_PRIORITY);
          assertThat(nightly.endsAt()).isNull();
          StoredSchedule yearly = all.get(3);
          assertThat(yearly.startsAt()).isEqualTo("2026-01-01T00:00:00Z");
          assertThat(yearly.endsAt()).isEqualTo("2125-12-31T23:00:00Z");
          assertThat(yearly.priority()).isEqualTo(4);
          assertThat(yearly.maxAttempts()).isEqualTo(3);
          assertThat(yearly.ext()).contains("\"year\"", "\"report\"");
          assertThat(all.get(3).kind()).isEqualTo("report");
          assertThat(all.get(3).queue()).isEqualTo("reports");
        });
  }

  @Test
  void theRevisionFollowsFromTheSchedules() {
    String[] revisions = new String[3];
    String[] every = {"PT1H", "PT1H", "PT2H"};
    for (int i = 0; i < 3; i++) {
      int n = i;
      Applications.withJdbc()
          .withUserConfiguration(Shop.class)
          .withPropertyValues(NAME, "shop.every=" + every[i])
          .run(context ->
              revisions[n] = context.getBean(AwaSchedules.class).declaration().revision());
    }
    assertThat(revisions[0]).isEqualTo(revisions[1]).isNotEqualTo(revisions[2]);
  }

  static class WithoutTime {
    @AwaSchedule(name = "never")
    void never() {}
  }

  static class WithArguments {
    @AwaSchedule(name = "a", cron = "@daily")
    void report(Report report) {}
  }

  static class WithBadZone {
    @AwaSchedule(name = "a", cron = "@daily", zone = "UTC+2")
    void report() {}
  }

  static class WithBadEnd {
    @AwaSchedule(name = "a", cron = "@daily", end = "soon")
    void report() {}
  }

  static class WithBadPriority {
    @AwaSchedule(name = "a", cron = "@daily", priority = 5)
    void report() {}
  }

  static class Good {
    @AwaSchedule(name = "a", cron = "@daily")
    void report() {}
  }

  private static void refused(Class<?> bean, String name, String found, String toDo) {
    Applications.withJdbc()
        .withBean("wrong", bean)
        .withPropertyValues("spring.application.name=" + name)
        .run(context -> HandlersTest.assertRefused(context, found, toDo));
  }

  @Test
  void mistakesEndTheStartInWords() {
    refused(WithoutTime.class, "shop", "give one of the two", "Correct the annotation");
    refused(WithArguments.class, "shop", "it can't be run by time", "without parameters");
    refused(WithBadZone.class, "shop", "zone: must be a place", "Correct the annotation");
    refused(WithBadEnd.class, "shop", "end: must be an instant", "Correct the annotation");
    refused(
        WithBadPriority.class, "shop", "priority: must be 1 to 4, got 5", "Correct the annotation");
    refused(Good.class, "", "nobody owns them", "spring.application.name");
  }
}
