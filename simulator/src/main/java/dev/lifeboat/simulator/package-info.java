/// Try.
@NullMarked
package dev.lifeboat.simulator;

import org.jspecify.annotations.NullMarked;
