@NullMarked
package dev.awa.bench.compare;

import org.jspecify.annotations.NullMarked;
