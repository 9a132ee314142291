package dev.awa.admin.doctor;

import java.util.Locale;

/** How much a finding matters. Written in lower case everywhere outside Java: {@link #word()}. */
public enum Level {
  /** Good to know; nothing has to be done. */
  NOTE,
  /** It will hurt when something else happens, or it makes the queue slower than it could be. */
  WARNING,
  /** It hurts now, or jobs can be lost. */
  PROBLEM;

  /** The level in lower case: {@code note}, {@code warning}, {@code problem}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
