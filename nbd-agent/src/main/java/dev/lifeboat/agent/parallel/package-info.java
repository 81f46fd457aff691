/// Tasks that stand or fall together.
@NullMarked
package dev.lifeboat.agent.parallel;

import org.jspecify.annotations.NullMarked;
