/**
 * Take work out and run it: a few loops over the engine, and what happens is announced as events.
 */
@NullMarked
package dev.awa.worker;

import org.jspecify.annotations.NullMarked;
