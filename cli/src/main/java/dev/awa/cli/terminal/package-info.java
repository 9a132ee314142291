/** What is printed, and who looks at it. Knows nothing of a queue. */
@NullMarked
package dev.awa.cli.terminal;

import org.jspecify.annotations.NullMarked;
