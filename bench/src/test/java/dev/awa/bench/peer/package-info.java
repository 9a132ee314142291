@NullMarked
package dev.awa.bench.peer;

import org.jspecify.annotations.NullMarked;
