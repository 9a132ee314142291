/** The scenarios: one question of speed or size each. */
@NullMarked
package dev.awa.bench.scenario;

import org.jspecify.annotations.NullMarked;
