package dev.awa;

/**
 * Jobs of a queue whose kind no living worker of the queue has a handler for. Such a job is
 * claimed, put back for a while without an attempt, and claimed again, until a worker comes that
 * handles it.
 *
 * @param queue the queue
 * @param kind the kind
 * @param jobs how many jobs; 0 when only the kind was asked about
 */
public record Unhandled(String queue, String kind, long jobs) {
  /** What is wrong and what to do, in words. */
  public String words() {
    return "no living worker of queue \""
        + queue
        + "\" has a handler for kind \""
        + kind
        + "\""
        + (jobs == 0 ? "" : " (" + jobs + (jobs == 1 ? " job)" : " jobs)"))
        + ": start a worker that has one, or look for a misspelt kind";
  }
}
