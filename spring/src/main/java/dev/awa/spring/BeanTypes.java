package dev.awa.spring;

import dev.awa.Handler;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/** Tells of what type beans are, behind their proxies and beyond their class. */
final class BeanTypes {
  private final ConfigurableListableBeanFactory beans;

  BeanTypes(ConfigurableListableBeanFactory beans) {
    this.beans = beans;
  }

  /** The class behind the proxy of a bean; null when that can't be told. */
  @Nullable Class<?> target(String name) {
    try {
      return AutoProxyUtils.determineTargetClass(beans, name);
    } catch (RuntimeException e) {
      return null; // the class can't be loaded: an optional part of a library
    }
  }

  /**
   * The argument that a bean gives a generic interface: of {@code @Bean Handler<SendReceipt>} it is
   * {@code SendReceipt}. Null when neither the definition nor the class of the bean tells.
   */
  @Nullable Type argument(String name, Class<?> generic) {
    Type declared =
        beans.containsBeanDefinition(name)
            ? argument(beans.getMergedBeanDefinition(name).getResolvableType(), generic)
            : null;
    if (declared != null) {
      return declared;
    }
    Class<?> target = target(name);
    return target == null ? null : argument(ResolvableType.forClass(target), generic);
  }

  /** What the arguments are read as by a bean that is a handler; null when it is none. */
  @Nullable Type handled(String name, Class<?> target) {
    if (Handler.class.isAssignableFrom(target)) {
      return argument(name, Handler.class);
    }
    return Handler.Task.class.isAssignableFrom(target) ? argument(name, Handler.Task.class) : null;
  }

  private static @Nullable Type argument(ResolvableType type, Class<?> generic) {
    ResolvableType argument = type.as(generic).getGeneric(0);
    return argument.resolve() == null || argument.getType() instanceof WildcardType
        ? null
        : argument.getType();
  }
}
