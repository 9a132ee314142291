package dev.awa.admin.http;

import dev.awa.StoredJob;

/**
 * Makes the arguments of a job readable that the application has encrypted itself, for an
 * administrator who asks for them with {@code reveal}. What was encrypted with keys of {@code
 * dev.awa.Encryption} needs no such thing: a client that is {@code encrypting} decrypts it. It is
 * asked for one job at a time and never for lists, on the request's thread, and must be safe for
 * use by several threads. Where it throws, the arguments are shown as they are stored, with a note.
 */
public interface Revealer {
  /** Shows arguments as the client reads them. */
  Revealer NONE = StoredJob::args;

  /** The arguments to show, as JSON; {@code job.args()} where there is nothing to do. */
  String args(StoredJob job);
}
