/** What tests, benchmarks, chaos and models have in common. Knows nothing of Awa. */
@NullMarked
package dev.awa.lab;

import org.jspecify.annotations.NullMarked;
