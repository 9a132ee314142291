/** Data sources whose statements take only so long. Not for applications. */
@NullMarked
package dev.awa.admin.bounded;

import org.jspecify.annotations.NullMarked;
