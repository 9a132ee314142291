package dev.awa.json;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URL;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the values of the JDK's classes hold. */
final class JdkValues {
  private JdkValues() {}

  static boolean isJdk(Class<?> type) {
    String module = type.getModule().getName();
    return module != null
        && (module.startsWith("java.") || module.startsWith("jdk."))
        && !Proxy.isProxyClass(type);
  }

  /** Whether a value that was read holds what another held, neither of which holds others. */
  static boolean areSame(Object was, Object is) {
    return switch (was) {
      case BigDecimal own when is instanceof BigDecimal other -> own.compareTo(other) == 0;
      case Pattern own when is instanceof Pattern other ->
          own.pattern().equals(other.pattern()) && own.flags() == other.flags();
      case Calendar own when is instanceof Calendar other -> areSame(own, other);
      case ZonedDateTime own when is instanceof ZonedDateTime other ->
          own.toOffsetDateTime().equals(other.toOffsetDateTime())
              && own.getZone().normalized().equals(other.getZone().normalized());
      case URL own when is instanceof URL other -> // equals asks the network
          own.toExternalForm().equals(other.toExternalForm());
      case java.sql.Date own when is instanceof java.sql.Date other -> // a day and no more
          own.toString().equals(other.toString());
      case java.sql.Time own when is instanceof java.sql.Time other ->
          own.toString().equals(other.toString()) && millis(own) == millis(other);
      default -> hasEquals(is.getClass()) ? is.equals(was) : was.getClass() == is.getClass();
    };
  }

  private static boolean areSame(Calendar was, Calendar is) {
    return was.getTimeInMillis() == is.getTimeInMillis()
        && was.getCalendarType().equals(is.getCalendarType())
        && was.getTimeZone().hasSameRules(is.getTimeZone());
  }

  private static long millis(java.sql.Time time) {
    return Math.floorMod(time.getTime(), 1000L);
  }

  static boolean hasEquals(Class<?> type) {
    try {
      return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      return false; // interfaces
    }
  }

  /** Numbers are the same that write the same digits, whatever their classes. */
  static boolean areSameNumbers(Object was, Object is) {
    return was.equals(is)
        || (isFinite(was) && isFinite(is) && decimal(was).compareTo(decimal(is)) == 0);
  }

  static boolean isFinite(Object number) {
    return !(number instanceof Double || number instanceof Float)
        || Double.isFinite(((Number) number).doubleValue());
  }

  private static BigDecimal decimal(Object number) {
    return new BigDecimal(number.toString());
  }

  /** The order that a collection or a map was given; null when it has none, or the natural one. */
  static @Nullable Comparator<?> order(Object holder) {
    Comparator<?> order =
        switch (holder) {
          case SortedSet<?> set -> set.comparator();
          case SortedMap<?, ?> map -> map.comparator();
          case PriorityQueue<?> queue -> queue.comparator();
          case PriorityBlockingQueue<?> queue -> queue.comparator();
          default -> null;
        };
    return Comparator.naturalOrder().equals(order) ? null : order;
  }

  /** Whether holders of a class keep their values in an order that they can be given. */
  static boolean isOrdered(Class<?> holder) {
    return SortedSet.class.isAssignableFrom(holder)
        || SortedMap.class.isAssignableFrom(holder)
        || PriorityQueue.class.isAssignableFrom(holder)
        || PriorityBlockingQueue.class.isAssignableFrom(holder);
  }
}
