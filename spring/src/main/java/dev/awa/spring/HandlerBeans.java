package dev.awa.spring;

import dev.awa.Handler;
import dev.awa.JsonCodec;
import dev.awa.Outcome;
import dev.awa.schedule.Schedule;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds the handlers among the beans of the application and checks them, once all beans are there.
 */
final class HandlerBeans implements SmartInitializingSingleton {
  private static final Logger LOG = LoggerFactory.getLogger(HandlerBeans.class);

  private final ConfigurableListableBeanFactory beans;
  private final BeanTypes types;
  private final HandlerRules rules;
  private final JsonCodec codec;
  private final ScheduledMethods scheduled;
  private List<FoundHandler> found = List.of();
  private final List<Schedule> schedules = new ArrayList<>();

  HandlerBeans(ConfigurableListableBeanFactory beans, AwaProperties properties, JsonCodec codec) {
    this.beans = beans;
    this.types = new BeanTypes(beans);
    this.rules = new HandlerRules(beans, properties);
    this.codec = codec;
    this.scheduled = new ScheduledMethods(beans);
  }

  /** All of them, in the order of the beans. */
  List<FoundHandler> all() {
    return found;
  }

  /** The schedules of annotated methods, in the order of the beans. */
  List<Schedule> schedules() {
    return schedules;
  }

  @Override
  public void afterSingletonsInstantiated() {
    List<FoundHandler> all = new ArrayList<>();
    for (String name : beans.getBeanNamesForType(Object.class)) {
      if (!ScopedProxyUtils.isScopedTarget(name)) {
        look(name, all);
      }
    }
    refuseTwins(all);
    all.forEach(this::refuseUnreadable);
    for (String unused : rules.unused(all)) {
      LOG.warn(
          "awa.handlers.{}: no handler of that kind in this application; known here: {}",
          unused,
          new TreeSet<>(all.stream().map(FoundHandler::kind).toList()));
    }
    found = List.copyOf(all);
  }

  private void look(String name, List<FoundHandler> all) {
    Class<?> type = types.target(name);
    if (type == null) {
      return;
    }
    if (Handler.class.isAssignableFrom(type)) {
      all.add(ofBean(name, Handler.class));
    } else if (Handler.Task.class.isAssignableFrom(type)) {
      all.add(ofBean(name, Handler.Task.class));
    }
    HandlerMethods.of(type)
        .forEach((method, annotation) -> all.add(ofMethod(name, type, method, annotation)));
    ScheduledMethods.of(type)
        .forEach((method, annotation) -> schedule(name, method, annotation, all));
  }

  /** A method that is a handler has been found as one before. */
  private void schedule(
      String name, Method method, AwaSchedule annotation, List<FoundHandler> all) {
    String where = ScheduledMethods.words(method, name);
    String handling = "@AwaHandler " + HandlerMethods.words(method) + " of bean \"" + name + "\"";
    FoundHandler handler =
        all.stream().filter(one -> one.where().equals(handling)).findFirst().orElse(null);
    if (handler != null) {
      schedules.add(
          scheduled.schedule(
              annotation,
              handler.kind(),
              handler.queue(),
              scheduled.text(annotation.args()),
              where));
      return;
    }
    ScheduledMethods.check(method, where);
    refuseBehindProxy(name, method, where);
    String kind = scheduled.text(annotation.name());
    FoundHandler own =
        rules.apply(
            kind,
            scheduled.text(annotation.queue()),
            where,
            new MethodHandler(beans, name, method));
    all.add(own);
    schedules.add(scheduled.schedule(annotation, kind, own.queue(), "null", where));
  }

  private FoundHandler ofBean(String name, Class<?> generic) {
    String where = generic.getSimpleName() + " bean \"" + name + "\"";
    Type argument = types.argument(name, generic);
    if (argument == null) {
      throw new AwaStartException(
          where + ": its type does not tell which arguments it takes.",
          "Declare it with the class of the arguments, as in \"@Bean Handler<SendReceipt>\" or"
              + " \"class Sender implements Handler<SendReceipt>\".");
    }
    AwaHandler annotation = beans.findAnnotationOnBean(name, AwaHandler.class);
    return rules.apply(annotation, argument, where, called(name, generic));
  }

  /** Asks for the bean with each attempt: it may have a scope. */
  @SuppressWarnings("unchecked") // the arguments are read as the type that the bean declares
  private Handler<?> called(String name, Class<?> generic) {
    if (generic == Handler.class) {
      return (args, context) -> ((Handler<Object>) beans.getBean(name)).handle(args, context);
    }
    return (args, context) -> {
      ((Handler.Task<Object>) beans.getBean(name)).run(args, context);
      return Outcome.complete();
    };
  }

  private FoundHandler ofMethod(String name, Class<?> type, Method method, AwaHandler annotation) {
    String where = "@AwaHandler " + HandlerMethods.words(method) + " of bean \"" + name + "\"";
    Type argument = HandlerMethods.argument(method, type, where);
    refuseBehindProxy(name, method, where);
    return rules.apply(annotation, argument, where, new MethodHandler(beans, name, method));
  }

  private void refuseBehindProxy(String name, Method method, String where) {
    if (beans.containsSingleton(name)) {
      String obstacle = MethodHandler.obstacle(method, beans.getBean(name));
      if (obstacle != null) {
        throw new AwaStartException(
            where + ": " + obstacle + ".",
            "Make it public and not final, and let an interface of the bean declare it or the bean"
                + " have a proxy of its class (spring.aop.proxy-target-class=true).");
      }
    }
  }

  private static void refuseTwins(List<FoundHandler> all) {
    for (FoundHandler one : all) {
      List<String> twins =
          all.stream()
              .filter(other -> other.kind().equals(one.kind()))
              .map(FoundHandler::where)
              .toList();
      if (twins.size() > 1) {
        throw new AwaStartException(
            "Kind \"" + one.kind() + "\" has " + twins.size() + " handlers: " + twins + ".",
            "Leave one of them, or name another kind: @AwaHandler(kind = \"...\").");
      }
    }
  }

  private void refuseUnreadable(FoundHandler one) {
    try {
      codec.shape(one.type());
    } catch (IllegalArgumentException e) {
      throw new AwaStartException(
          one.where() + ": arguments of its type can't be read: " + e.getMessage() + ".",
          "Take a record, or another type that the JSON codec can read.",
          e);
    }
  }
}
