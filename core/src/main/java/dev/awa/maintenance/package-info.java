/**
 * What the worker that leads does for all: a list of chores ({@link dev.awa.maintenance.Chores}),
 * one class each. When they have their turns, and on which connection, is the worker's matter. Not
 * exported.
 */
@NullMarked
package dev.awa.maintenance;

import org.jspecify.annotations.NullMarked;
