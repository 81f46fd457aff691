/// What was last read of each pool, kept in memory: the pool is the truth, and reading it again is the way to refresh
/// it.
@NullMarked
package dev.lifeboat.operator.inventory;

import org.jspecify.annotations.NullMarked;
