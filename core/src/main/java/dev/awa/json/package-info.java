/** How arguments become JSON and back, by Jackson 3 or Jackson 2. */
@NullMarked
package dev.awa.json;

import org.jspecify.annotations.NullMarked;
