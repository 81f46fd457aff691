/// Try.
@NullMarked
package dev.lifeboat.e2e;

import org.jspecify.annotations.NullMarked;
