package dev.awa.test;

import dev.awa.Enqueuer;
import dev.awa.Job;

/** Code of an application that enqueues. */
final class Orders {
  private final Enqueuer jobs;

  Orders(Enqueuer jobs) {
    this.jobs = jobs;
  }

  void place(String email, long cents) {
    jobs.enqueue(Job.of(new SendReceipt(email, cents)).withQueue("mail"));
  }
}
