package dev.awa.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.aot.BeanFactoryInitializationCode;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Tells Spring's ahead-of-time processing what is found by reflection when the application runs:
 * the methods that handle jobs, and the arguments that are read from JSON.
 */
final class AwaHints implements BeanFactoryInitializationAotProcessor {
  @Override
  public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
      ConfigurableListableBeanFactory beans) {
    Found found = new Found(new LinkedHashSet<>(), new LinkedHashSet<>());
    BeanTypes types = new BeanTypes(beans);
    for (String name : beans.getBeanNamesForType(Object.class, true, false)) {
      Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null : types.target(name);
      if (type != null) {
        found.look(type, types.handled(name, type));
      }
    }
    return found.methods().isEmpty() && found.arguments().isEmpty() ? null : found;
  }

  /**
   * What was found.
   *
   * @param methods those with {@code @AwaHandler} or {@code @AwaSchedule}
   * @param arguments the types of arguments
   */
  private record Found(Set<Method> methods, Set<Type> arguments)
      implements BeanFactoryInitializationAotContribution {
    void look(Class<?> bean, @Nullable Type handled) {
      if (handled != null) {
        arguments.add(handled);
      }
      HandlerMethods.of(bean)
          .keySet()
          .forEach(method -> {
            methods.add(method);
            arguments.add(HandlerMethods.argument(method, bean, method.toString()));
          });
      methods.addAll(ScheduledMethods.of(bean).keySet());
    }

    @Override
    public void applyTo(GenerationContext generation, BeanFactoryInitializationCode code) {
      RuntimeHints hints = generation.getRuntimeHints();
      methods.forEach(method -> hints.reflection().registerMethod(method, ExecutableMode.INVOKE));
      new BindingReflectionHintsRegistrar()
          .registerReflectionHints(hints.reflection(), arguments.toArray(Type[]::new));
      hints.resources().registerPattern("dev/awa/engine/**");
      hints.resources().registerPattern("dev/awa/admin/page/assets/*");
    }
  }
}
