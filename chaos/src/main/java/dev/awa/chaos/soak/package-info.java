/** The parts of the soak run: what goes in, what is written down, what is measured. */
@NullMarked
package dev.awa.chaos.soak;

import org.jspecify.annotations.NullMarked;
