/** Tests of the lab. */
@NullMarked
package dev.awa.lab;

import org.jspecify.annotations.NullMarked;
