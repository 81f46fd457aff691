/// Try.
@NullMarked
package dev.lifeboat.agent.api;

import org.jspecify.annotations.NullMarked;
