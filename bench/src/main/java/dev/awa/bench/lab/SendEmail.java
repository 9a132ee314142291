package dev.awa.bench.lab;

import dev.awa.Job;
import java.util.ArrayList;
import java.util.List;

/** The arguments of every job here: about 120 bytes of JSON. */
public record SendEmail(String to, String subject, String template, long order) {
  public static final String QUEUE = "mail";
  public static final String KIND = "send_email";

  private static final long FIRST_ORDER = 1_000_000_000;

  /** The n-th e-mail. */
  public static SendEmail number(long n) {
    long order = FIRST_ORDER + n;
    return new SendEmail(
        "user" + order + "@example.com", "Your order has shipped", "order-shipped", order);
  }

  /** Which e-mail it is. */
  public long number() {
    return order - FIRST_ORDER;
  }

  /** Jobs of so many e-mails in a row. */
  public static List<Job<SendEmail>> jobs(long from, int count) {
    List<Job<SendEmail>> jobs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      jobs.add(job(from + i));
    }
    return jobs;
  }

  /** The job of the n-th e-mail. */
  public static Job<SendEmail> job(long n) {
    return Job.of(KIND, number(n)).withQueue(QUEUE);
  }
}
