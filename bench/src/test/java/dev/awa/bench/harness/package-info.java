@NullMarked
package dev.awa.bench.harness;

import org.jspecify.annotations.NullMarked;
