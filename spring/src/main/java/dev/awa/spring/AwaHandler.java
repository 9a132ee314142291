package dev.awa.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Handles the jobs of one kind: on a method of any bean, or on a bean that is a {@link
 * dev.awa.Handler} or a {@link dev.awa.Handler.Task}.
 *
 * <pre>{@code
 * @AwaHandler(queue = "mail", retries = 10, deadline = "30s")
 * void send(SendReceipt receipt, JobContext context) { ... }
 * }</pre>
 *
 * <p>A method has one parameter that the arguments of the job are read as and, if it likes, a
 * {@link dev.awa.JobContext}. It answers nothing, which completes the job, or an {@link
 * dev.awa.Outcome}. What it throws fails the attempt. It is called through the proxy of its bean,
 * so {@code @Transactional} holds. Each of these texts may have placeholders, {@code
 * "${shop.mail-queue}"}. The properties {@code awa.handlers.<kind>} go before the annotation.
 *
 * <p>All handlers are checked when the application starts, and a mistake ends the start.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface AwaHandler {
  /** The kind, 1 to 200 characters; by default the one that the class of the arguments names. */
  String kind() default "";

  /**
   * A queue that the worker of this application works on because of this handler, 1 to 200
   * characters; by default {@code default}. A job of this kind is handled from whichever queue of
   * the worker it comes.
   */
  String queue() default "";

  /**
   * How often a job is tried again after its first attempt, 0 to 999. A job that allows fewer
   * attempts gets fewer. By default, -1, only the job says how many.
   */
  int retries() default -1;

  /**
   * How long an attempt may take, 1 ms to 7 days, as {@code 30s} or {@code PT30S}. What the job
   * says goes before; by default {@code awa.worker.deadline} holds, and without that there is none.
   */
  String deadline() default "";
}
