/// Try.
@NullMarked
package dev.lifeboat.agent;

import org.jspecify.annotations.NullMarked;
