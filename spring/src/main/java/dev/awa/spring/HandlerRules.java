package dev.awa.spring;

import dev.awa.Handler;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.Kind;
import dev.awa.RawJson;
import dev.awa.spring.AwaProperties.HandlerSettings;
import dev.awa.worker.HandlerConfig;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.convert.DurationStyle;

/** Kind, queue and limits of handlers: by property, by annotation, or as usual. */
final class HandlerRules {
  private static final HandlerSettings NONE = new HandlerSettings(null, null, null);

  private final ConfigurableBeanFactory beans;
  private final Map<String, HandlerSettings> settings;

  HandlerRules(ConfigurableBeanFactory beans, AwaProperties properties) {
    this.beans = beans;
    this.settings = properties.handlers();
  }

  /**
   * The handler with all that is said of it.
   *
   * @param argument what the arguments are read as
   * @throws AwaStartException when the kind can't be told, or something is out of its range
   */
  FoundHandler apply(
      @Nullable AwaHandler annotation, Type argument, String where, Handler<?> handler) {
    String kind = kind(annotation, argument, where);
    return apply(
        kind, text(annotation, AwaHandler::queue), annotation, new Found(argument, where, handler));
  }

  /** The same of a method that runs by time and takes no arguments. */
  FoundHandler apply(String kind, String queue, String where, Handler<?> handler) {
    return apply(kind, queue, null, new Found(RawJson.class, where, handler));
  }

  private record Found(Type argument, String where, Handler<?> handler) {}

  private FoundHandler apply(
      String kind, String named, @Nullable AwaHandler annotation, Found found) {
    HandlerSettings own =
        settings.entrySet().stream()
            .filter(one -> isOf(one.getKey(), kind))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(NONE);
    String queue = own.queue() == null ? named : own.queue();
    try {
      return new FoundHandler(
          kind,
          found.argument(),
          found.handler(),
          found.where(),
          queue.isEmpty() ? Job.DEFAULT_QUEUE : queue,
          config(own, annotation));
    } catch (IllegalArgumentException e) {
      throw new AwaStartException(
          found.where() + ": " + e.getMessage() + ".",
          "Correct the annotation or its property.",
          e);
    }
  }

  private String kind(@Nullable AwaHandler annotation, Type argument, String where) {
    String named = text(annotation, AwaHandler::kind);
    if (!named.isEmpty()) {
      return named;
    }
    try {
      if (argument instanceof Class<?> type) {
        return Kind.of(type);
      }
    } catch (InvalidJobException e) {
      // then it has to be named
    }
    throw new AwaStartException(
        where + ": the class of its arguments, " + argument.getTypeName() + ", names no kind.",
        "Name the kind: @AwaHandler(kind = \"send_receipt\"). Or take a record of the application's"
            + " own.");
  }

  private HandlerConfig config(HandlerSettings own, @Nullable AwaHandler annotation) {
    HandlerConfig config = HandlerConfig.defaults().withDeadline(deadline(own, annotation));
    Integer retries = own.retries();
    if (retries == null && annotation != null && annotation.retries() != -1) {
      retries = annotation.retries();
    }
    AwaProperties.requireRetries("retries", retries);
    return retries == null ? config : config.withMaxAttempts(retries + 1);
  }

  private @Nullable Duration deadline(HandlerSettings own, @Nullable AwaHandler annotation) {
    String text = text(annotation, AwaHandler::deadline);
    if (own.deadline() != null || text.isEmpty()) {
      return own.deadline();
    }
    Duration deadline = DurationStyle.detectAndParse(text);
    AwaProperties.requireDeadline("deadline", deadline);
    return deadline;
  }

  /** A text of the annotation. */
  private interface Attribute {
    String of(AwaHandler annotation);
  }

  private String text(@Nullable AwaHandler annotation, Attribute attribute) {
    String text = annotation == null ? "" : beans.resolveEmbeddedValue(attribute.of(annotation));
    return text == null ? "" : text;
  }

  /** The kinds that properties name and no handler has. */
  List<String> unused(List<FoundHandler> all) {
    return settings.keySet().stream()
        .filter(name -> all.stream().noneMatch(one -> isOf(name, one.kind())))
        .toList();
  }

  /** A property without brackets has lost what is neither letter, digit nor dash. */
  static boolean isOf(String property, String name) {
    return property.equals(name) || plain(property).equals(plain(name));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
