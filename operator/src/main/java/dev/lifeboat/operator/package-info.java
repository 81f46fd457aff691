/// Try.
@NullMarked
package dev.lifeboat.operator;

import org.jspecify.annotations.NullMarked;
