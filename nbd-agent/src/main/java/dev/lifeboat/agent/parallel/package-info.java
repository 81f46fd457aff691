/// Tasks that stand or fall together, and what an interrupt does to them.
@NullMarked
package dev.lifeboat.agent.parallel;

import org.jspecify.annotations.NullMarked;
