/** Put work in, look at it, steer it. */
@NullMarked
package dev.awa.client;

import org.jspecify.annotations.NullMarked;
