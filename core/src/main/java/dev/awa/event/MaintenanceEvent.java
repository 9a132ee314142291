package dev.awa.event;

/**
 * Something that the worker did, or found, while it led: maintenance of the whole queue, whichever
 * worker brought the work about.
 */
public non-sealed interface MaintenanceEvent extends Event {}
