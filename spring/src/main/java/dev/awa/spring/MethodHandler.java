package dev.awa.spring;

import dev.awa.Handler;
import dev.awa.JobContext;
import dev.awa.Outcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ReflectionUtils;

/** Calls a method of a bean, through the proxy of the bean where it has one. */
final class MethodHandler implements Handler<Object> {
  private final BeanFactory beans;
  private final String name;
  private final Method method;

  MethodHandler(BeanFactory beans, String name, Method method) {
    this.beans = beans;
    this.name = name;
    this.method = method;
  }

  /**
   * Whether the method can be called on the bean as it is; in words why not, null when it can.
   *
   * @param bean the bean, or its proxy
   */
  static @Nullable String obstacle(Method method, Object bean) {
    if (AopUtils.isCglibProxy(bean) && Modifier.isFinal(method.getModifiers())) {
      return "it is final, and the bean has a proxy, which would call it on itself";
    }
    try {
      AopUtils.selectInvocableMethod(method, bean.getClass());
      return null;
    } catch (IllegalStateException e) {
      return Modifier.isPrivate(method.getModifiers())
          ? "it is private, and the bean has a proxy, which would call it on itself"
          : "the proxy of the bean has interfaces only, and none of them declares it";
    }
  }

  @Override
  public Outcome handle(Object args, JobContext context) throws Exception {
    Object bean = beans.getBean(name);
    Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
    ReflectionUtils.makeAccessible(invocable);
    try {
      Object answer = invocable.invoke(bean, given(args, context));
      return answer instanceof Outcome outcome ? outcome : Outcome.complete();
    } catch (InvocationTargetException e) {
      ReflectionUtils.rethrowException(e.getTargetException());
      throw e;
    }
  }

  private Object[] given(Object args, JobContext context) {
    Class<?>[] types = method.getParameterTypes();
    Object[] given = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      given[i] = types[i] == JobContext.class ? context : args;
    }
    return given;
  }
}
