package dev.awa.worker;

import dev.awa.engine.ClaimLog.Stripe;
import dev.awa.engine.Engine;
import dev.awa.pace.Setback;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which stripes a look claims from: a single one is simply claimed from; of several, those are
 * asked for that have work, and taken in any order. One whose claims fail while those of others get
 * through is left out for a while, so that it costs them nothing. Used by the claimer's thread.
 */
final class Stripes {
  private static final Duration AGE = Duration.ofSeconds(5);
  private static final Duration FIRST_SETBACK = Duration.ofMillis(100);
  private static final Duration LONGEST_SETBACK = Duration.ofSeconds(5);

  private final Events events;
  private final Engine engine;
  private final Session session;
  private final Map<String, Permits> queues;
  private final List<String> queueNames;
  private final Map<Stripe, Setback> setbacks = new HashMap<>();
  private List<Stripe> ofTheQueue = List.of();
  private long readNanos;

  Stripes(Events events, Engine engine, Session session, Map<String, Permits> queues) {
    this.events = events;
    this.engine = engine;
    this.session = session;
    this.queues = queues;
    this.queueNames = List.copyOf(queues.keySet());
  }

  /** The stripes that a look is to claim from; it is told of which queues that is. */
  List<Stripe> toTry(Round round) throws SQLException {
    if (queueNames.size() == 1 && ofTheQueue().size() == 1) {
      round.looksAt(queueNames.getFirst());
      return ofTheQueue;
    }
    List<String> wanted = new ArrayList<>();
    queues.forEach((name, permits) -> {
      if (permits.areFree()) {
        wanted.add(name);
        round.looksAt(name);
      } else {
        round.skips(name);
      }
    });
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<Stripe> withWork =
        new ArrayList<>(session.call(connection -> engine.claimLog().poll(connection, wanted)));
    withWork.removeIf(this::isSetBack);
    Collections.shuffle(withWork);
    return withWork;
  }

  /** Whether there is but one, so that a claim of it knows of all that the worker is for. */
  boolean areOne() {
    return queueNames.size() == 1 && ofTheQueue.size() == 1;
  }

  private List<Stripe> ofTheQueue() throws SQLException {
    long now = System.nanoTime();
    if (ofTheQueue.isEmpty() || now - readNanos > AGE.toNanos()) {
      ofTheQueue = session.call(connection -> engine.queues().stripes(connection, queueNames));
      readNanos = now;
    }
    return ofTheQueue;
  }

  Permits permits(Stripe stripe) {
    Permits permits = queues.get(stripe.queue());
    if (permits == null) {
      throw new IllegalStateException(
          "queue \"" + stripe.queue() + "\" is not one of " + queueNames);
    }
    return permits;
  }

  /** A claim of a stripe has got through. */
  void worked(Stripe stripe) {
    if (!setbacks.isEmpty()) {
      Setback setback = setbacks.get(stripe);
      if (setback != null) {
        setback.worked();
      }
    }
  }

  /** Whether each of these was found to fail by itself before. */
  boolean areSetBack(Iterable<Stripe> stripes) {
    for (Stripe stripe : stripes) {
      Setback setback = setbacks.get(stripe);
      if (setback == null || !setback.isFailing()) {
        return false;
      }
    }
    return true;
  }

  /** A stripe fails by itself, and is left out for a while. */
  void setBack(Stripe stripe, SQLException failure) {
    setbacks.computeIfAbsent(stripe, this::setback).failed(failure);
  }

  private Setback setback(Stripe stripe) {
    String name = "queue \"" + stripe.queue() + "\" stripe " + stripe.number();
    return new Setback(events, name, FIRST_SETBACK, LONGEST_SETBACK);
  }

  private boolean isSetBack(Stripe stripe) {
    Setback setback = setbacks.isEmpty() ? null : setbacks.get(stripe);
    return setback != null && !setback.rest().isZero();
  }

  /** How long to rest at most, so that one that was left out is tried again in time. */
  Duration atMost(Duration rest) {
    Duration shorter = rest;
    for (Setback setback : setbacks.values()) {
      if (setback.isFailing() && setback.rest().compareTo(shorter) < 0) {
        shorter = setback.rest();
      }
    }
    return shorter;
  }
}
