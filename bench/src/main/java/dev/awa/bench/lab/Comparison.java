package dev.awa.bench.lab;

/** A scenario that other queues take part in. */
public interface Comparison extends Scenario {}
