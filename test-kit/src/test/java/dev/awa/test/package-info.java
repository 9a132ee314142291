/** The test kit's own tests. */
@NullMarked
package dev.awa.test;

import org.jspecify.annotations.NullMarked;
