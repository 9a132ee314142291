/** One small class for each thing that goes wrong. */
@NullMarked
package dev.awa.chaos.scenario;

import org.jspecify.annotations.NullMarked;
