package dev.awa.spring;

import dev.awa.JobContext;
import dev.awa.Outcome;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.context.annotation.Bean;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/** The methods of classes that are annotated with {@link AwaHandler}. */
final class HandlerMethods {
  private static final String TO_DO =
      "Give it one parameter for the arguments of the job and, if it likes, a JobContext, and let"
          + " it return nothing or an Outcome: void send(SendReceipt receipt, JobContext context)";

  private HandlerMethods() {}

  /** Those of a class, in no order. A factory method of a handler bean is none. */
  static Map<Method, AwaHandler> of(Class<?> type) {
    if (!AnnotationUtils.isCandidateClass(type, AwaHandler.class)) {
      return Map.of();
    }
    return MethodIntrospector.selectMethods(
        type,
        (MethodIntrospector.MetadataLookup<AwaHandler>)
            method ->
                AnnotatedElementUtils.hasAnnotation(method, Bean.class)
                    ? null
                    : AnnotatedElementUtils.findMergedAnnotation(method, AwaHandler.class));
  }

  /**
   * The type that a method reads the arguments of a job as.
   *
   * @throws AwaStartException when the method can't be a handler
   */
  static Type argument(Method method, Class<?> type, String where) {
    if (Modifier.isStatic(method.getModifiers())) {
      throw new AwaStartException(where + ": it is static.", "Make it a method of the bean.");
    }
    Class<?> answer = method.getReturnType();
    if (answer != void.class && !Outcome.class.isAssignableFrom(answer)) {
      throw new AwaStartException(where + ": it returns " + answer.getTypeName() + ".", TO_DO);
    }
    List<Integer> arguments =
        IntStream.range(0, method.getParameterCount())
            .filter(i -> method.getParameterTypes()[i] != JobContext.class)
            .boxed()
            .toList();
    if (arguments.size() != 1 || method.getParameterCount() > 2) {
      throw new AwaStartException(
          where
              + ": it has "
              + arguments.size()
              + " parameters for the arguments of a job, "
              + (method.getParameterCount() - arguments.size())
              + " JobContext.",
          TO_DO);
    }
    return GenericTypeResolver.resolveType(
        method.getGenericParameterTypes()[arguments.getFirst()], type);
  }

  /** A method, for people. */
  static String words(Method method) {
    String parameters =
        String.join(
            ", ",
            IntStream.range(0, method.getParameterCount())
                .mapToObj(i -> method.getParameterTypes()[i].getSimpleName())
                .toList());
    return method.getDeclaringClass().getName() + "." + method.getName() + "(" + parameters + ")";
  }
}
