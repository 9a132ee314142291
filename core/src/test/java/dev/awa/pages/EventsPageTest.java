package dev.awa.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.event.ClientEvent;
import dev.awa.event.JobEvent;
import dev.awa.event.MaintenanceEvent;
import dev.awa.event.WorkerEvent;
import dev.awa.lab.Page;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/events.md has every event: from the records and their Javadoc. To write it anew:
 * {@code -Dawa.page.update=true}.
 */
final class EventsPageTest {
  private static final Page PAGE = Page.of("docs/reference/events.md");

  @Test
  void thePageHasTheEventsOfJobs() {
    Source source = Source.of("event/JobEvent");
    List<Class<?>> events =
        Arrays.stream(JobEvent.class.getPermittedSubclasses())
            .sorted((a, b) -> a.getSimpleName().compareTo(b.getSimpleName()))
            .collect(Collectors.toList());
    assertThat(events).hasSizeGreaterThan(6);
    PAGE.has("jobs", rows(events, any -> source));
  }

  @Test
  void thePageHasTheEventsOfTheWorker() throws ClassNotFoundException {
    PAGE.has("worker", rows(records(WorkerEvent.class), EventsPageTest::source));
  }

  @Test
  void thePageHasTheEventsOfMaintenance() throws ClassNotFoundException {
    PAGE.has("maintenance", rows(records(MaintenanceEvent.class), EventsPageTest::source));
  }

  @Test
  void thePageHasTheEventsOfClients() throws ClassNotFoundException {
    PAGE.has("clients", rows(records(ClientEvent.class), EventsPageTest::source));
  }

  private static Source source(Class<?> event) {
    return Source.of("event/" + event.getSimpleName());
  }

  private static List<Class<?>> records(Class<?> family) throws ClassNotFoundException {
    List<Class<?>> events = new ArrayList<>();
    for (String name : Source.in("event")) {
      Class<?> type = Class.forName("dev.awa.event." + name);
      if (type.isRecord() && family.isAssignableFrom(type)) {
        events.add(type);
      }
    }
    assertThat(events).hasSizeGreaterThan(2);
    return events;
  }

  private interface Sources {
    Source of(Class<?> event);
  }

  private static String rows(List<Class<?>> events, Sources sources) {
    Rows rows = Rows.of("event", "level in the log", "when", "components");
    for (Class<?> event : events) {
      Source source = sources.of(event);
      String doc = source.docOf("(?:public )?record " + event.getSimpleName() + "\\b");
      assertThat(doc).as("the Javadoc of %s", event).isNotEmpty();
      rows.add(
          "`" + event.getSimpleName() + "`",
          level(event, source),
          Source.words(doc),
          Stream.of(event.getRecordComponents())
              .map(part -> component(doc, part))
              .collect(Collectors.joining("; ")));
    }
    return rows.toString();
  }

  private static String component(String doc, RecordComponent part) {
    String words = Source.param(doc, part.getName());
    return "`" + part.getName() + "`" + (words.isEmpty() ? "" : ": " + words);
  }

  /** The levels that {@code severity()} may answer; an event without one is a detail. */
  private static String level(Class<?> event, Source source) {
    if (JobEvent.class.isAssignableFrom(event)) {
      return "see above";
    }
    List<String> named =
        Pattern.compile("Severity\\.([A-Z]+)")
            .matcher(source.text())
            .results()
            .map(found -> found.group(1))
            .distinct()
            .map(EventsPageTest::inLog)
            .toList();
    return named.isEmpty() ? "DEBUG" : String.join(" or ", named);
  }

  private static String inLog(String severity) {
    return switch (severity) {
      case "DETAIL" -> "DEBUG";
      case "NOTICE" -> "INFO";
      case "WARNING" -> "WARN";
      default -> severity;
    };
  }
}
