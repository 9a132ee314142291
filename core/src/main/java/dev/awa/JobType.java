package dev.awa;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What holds for all jobs whose arguments are of a class, for as long as there are such jobs. It is
 * read by the client that enqueues, and by the worker that has a handler for the class.
 *
 * <pre>{@code
 * @JobType(kind = "send_receipt", aliases = "receipt", version = 2, masked = "card.number")
 * record SendReceipt(String email, long cents, String currency, Card card) {}
 * }</pre>
 *
 * <p>Subclasses do not inherit it. For a class that can't be annotated {@link Job} has the same
 * options for the client, and {@code HandlerConfig} for the worker.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface JobType {
  /**
   * The durable name that finds the handler, 1 to 200 characters; by default the simple class name
   * in snake case ({@link Kind}). Name it, and the class can be renamed.
   */
  String kind() default "";

  /**
   * Kinds that jobs of this class had earlier, 1 to 200 characters each; none by default. A worker
   * handles jobs of these kinds too. Nothing is enqueued under them. A job keeps the kind that it
   * was enqueued with.
   */
  String[] aliases() default {};

  /**
   * The version of the JSON of the arguments, 1 to 1,000,000; default 1. Raise it when jobs that
   * wait could no longer be read, and give the handler an upcast from each older version ({@code
   * HandlerConfig.withUpcast}).
   */
  int version() default 1;

  /**
   * How many bytes of UTF-8 JSON the arguments may have, 1 to {@link Limits#ARGS_BYTES}, which is
   * the default.
   */
  int maxBytes() default Limits.ARGS_BYTES;

  /**
   * Fields of the arguments whose values are not shown to people: names with dots between them, as
   * in {@code "card.number"}, at most 20; none by default. A list is looked through. See {@link
   * Job#masked}.
   */
  String[] masked() default {};

  /**
   * Whether the arguments must be encrypted; default false. A client that has no {@link Encryption}
   * then refuses the job.
   */
  boolean encrypted() default false;
}
