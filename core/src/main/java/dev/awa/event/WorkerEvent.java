package dev.awa.event;

/** Something that happened to the worker itself, not to one of its jobs. */
public non-sealed interface WorkerEvent extends Event {}
