/// A recovery point between orders and the repository: found by what an order says of it, and described as a report
/// does. Moves no disk.
@NullMarked
package dev.lifeboat.agent.point;

import org.jspecify.annotations.NullMarked;
