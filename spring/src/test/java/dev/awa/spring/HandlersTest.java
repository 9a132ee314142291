package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Handler;
import dev.awa.Interceptor;
import dev.awa.Job;
import dev.awa.JobContext;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.client.Awa;
import dev.awa.event.EventListener;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Methods and beans that handle jobs are found, checked and called. */
final class HandlersTest {
  record SendReceipt(String email) {}

  record Import(int rows) {}

  record Report(String name) {}

  record Clean(String what) {}

  record Broken(String why) {}

  /** What the handlers of a test have done. */
  static final class Diary {
    final Queue<String> lines = new ConcurrentLinkedQueue<>();
  }

  /** Has a proxy of its class. */
  static class Mailer {
    private final Diary diary;

    Mailer(Diary diary) {
      this.diary = diary;
    }

    @Transactional
    @AwaHandler(queue = "mail", kind = "${shop.kind:send_receipt}")
    public void send(SendReceipt receipt, JobContext context) {
      diary.lines.add(
          receipt.email()
              + " attempt "
              + context.job().attempt()
              + " transaction "
              + TransactionSynchronizationManager.isActualTransactionActive());
    }

    @AwaHandler(retries = 1, deadline = "30s")
    Outcome fail(Broken broken, JobContext context) {
      diary.lines.add("broken, of " + context.job().maxAttempts());
      return Outcome.retryAfter(java.time.Duration.ZERO, broken.why());
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Shop {
    @Bean
    Diary diary() {
      return new Diary();
    }

    @Bean
    Mailer mailer(Diary diary) {
      return new Mailer(diary);
    }

    @Bean
    Handler<Import> importer(Diary diary) {
      return (rows, context) -> {
        diary.lines.add("import " + rows.rows());
        return Outcome.complete();
      };
    }

    @Bean
    @AwaHandler(queue = "reports")
    Handler.Task<Report> reporter(Diary diary) {
      return (report, context) -> diary.lines.add("report " + report.name());
    }

    @Bean
    Interceptor interceptor(Diary diary) {
      return (context, next) -> {
        diary.lines.add("around " + context.job().kind());
        return next.call();
      };
    }

    @Bean
    EventListener<JobEvent.Completed> listener(Diary diary) {
      return event -> diary.lines.add("completed " + event.job().kind());
    }
  }

  private static void await(Diary diary, String... lines) {
    Eventually.holds(
        () -> List.of(lines) + " in " + diary.lines, () -> diary.lines.containsAll(List.of(lines)));
  }

  @Test
  void handlersOfAllFormsRunJobs() {
    Applications.withJdbc()
        .withUserConfiguration(Shop.class)
        .run(context -> {
          Awa awa = context.getBean(Awa.class);
          Diary diary = context.getBean(Diary.class);
          awa.enqueue(Job.of(new SendReceipt("jo")).withQueue("mail"));
          awa.enqueue(Job.of(new Import(7)));
          awa.enqueue(Job.of(new Report("march")).withQueue("reports"));
          await(diary, "jo attempt 1 transaction true", "import 7", "report march");
          await(diary, "around send_receipt", "around import", "around report");
          await(diary, "completed send_receipt", "completed import", "completed report");
        });
  }

  @Test
  void retriesAndDeadlineOfTheAnnotationHoldAndThePropertyGoesFirst() {
    Applications.withJdbc()
        .withUserConfiguration(Shop.class)
        .run(context -> {
          long id = context.getBean(Awa.class).enqueue(Job.of(new Broken("glass"))).id();
          awaitFailed(context.getBean(Awa.class), id);
          assertThat(context.getBean(Diary.class).lines).contains("broken, of 2");
        });
    Applications.withJdbc()
        .withUserConfiguration(Shop.class)
        .withPropertyValues("awa.handlers.broken.retries=0")
        .run(context -> {
          long id = context.getBean(Awa.class).enqueue(Job.of(new Broken("glass"))).id();
          awaitFailed(context.getBean(Awa.class), id);
          assertThat(context.getBean(Diary.class).lines).contains("broken, of 1");
        });
  }

  private static void awaitFailed(Awa awa, long id) {
    Eventually.holds(
        () -> "failed: " + awa.jobs().find(id),
        () -> awa.jobs().find(id).orElseThrow().state() == JobState.FAILED);
  }

  // --- proxies with interfaces ---

  interface Cleaner {
    @Transactional
    void clean(Clean what);
  }

  static final class TransactionalCleaner implements Cleaner {
    private final Diary diary;

    TransactionalCleaner(Diary diary) {
      this.diary = diary;
    }

    @Override
    @AwaHandler
    public void clean(Clean what) {
      diary.lines.add(
          what.what() + " " + TransactionSynchronizationManager.isActualTransactionActive());
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Cleaning {
    @Bean
    Diary diary() {
      return new Diary();
    }

    @Bean
    Cleaner cleaner(Diary diary) {
      return new TransactionalCleaner(diary);
    }
  }

  @Test
  void aMethodIsCalledThroughAProxyWithInterfaces() {
    Applications.withJdbc()
        .withUserConfiguration(Cleaning.class)
        .withPropertyValues("spring.aop.proxy-target-class=false")
        .run(context -> {
          context.getBean(Awa.class).enqueue(Job.of(new Clean("floor")));
          await(context.getBean(Diary.class), "floor true");
        });
  }

  // --- mistakes ---

  static class Twins {
    @AwaHandler
    void one(SendReceipt receipt) {}

    @AwaHandler
    void other(SendReceipt receipt) {}
  }

  static class WithoutArguments {
    @AwaHandler
    void nothing(JobContext context) {}
  }

  static class WithResult {
    @AwaHandler
    String text(SendReceipt receipt) {
      return "";
    }
  }

  static class WithoutKind {
    @AwaHandler
    void list(List<String> names) {}
  }

  static class FinalInProxy {
    @Transactional
    public void work() {}

    @AwaHandler
    public final void send(SendReceipt receipt) {}
  }

  static class OutOfRange {
    @AwaHandler(retries = 5000)
    void send(SendReceipt receipt) {}
  }

  private static void refused(Class<?> bean, String found, String toDo) {
    Applications.withJdbc()
        .withBean("wrong", bean)
        .run(context -> assertRefused(context, found, toDo));
  }

  static void assertRefused(AssertableApplicationContext context, String found, String toDo) {
    assertThat(context).hasFailed();
    FailureAnalysis analysis = new AwaFailureAnalyzer().analyze(context.getStartupFailure());
    assertThat(analysis).isNotNull();
    assertThat(analysis.getDescription()).contains(found);
    assertThat(analysis.getAction()).contains(toDo);
  }

  @Test
  void mistakesEndTheStartInWords() {
    refused(Twins.class, "Kind \"send_receipt\" has 2 handlers", "kind = ");
    refused(WithoutArguments.class, "nothing(JobContext) of bean \"wrong\"", "one parameter");
    refused(WithResult.class, "it returns java.lang.String", "Outcome");
    refused(WithoutKind.class, "java.util.List<java.lang.String>, names no kind", "Name the kind");
    refused(FinalInProxy.class, "it is final, and the bean has a proxy", "not final");
    refused(OutOfRange.class, "retries: must be 0 to 999, got 5000", "Correct the annotation");
  }

  @Configuration(proxyBeanMethods = false)
  static class RawHandler {
    @Bean
    @SuppressWarnings("rawtypes")
    Handler raw() {
      return (args, context) -> Outcome.complete();
    }
  }

  @Test
  void aHandlerWhoseTypeSaysNothingIsRefused() {
    Applications.withJdbc()
        .withUserConfiguration(RawHandler.class)
        .run(context ->
            assertRefused(
                context,
                "Handler bean \"raw\": its type does not tell",
                "@Bean Handler<SendReceipt>"));
  }
}
