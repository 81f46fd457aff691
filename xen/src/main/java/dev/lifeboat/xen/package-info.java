/// Try.
@NullMarked
package dev.lifeboat.xen;

import org.jspecify.annotations.NullMarked;
