@NullMarked
package dev.awa.admin.doctor;

import org.jspecify.annotations.NullMarked;
