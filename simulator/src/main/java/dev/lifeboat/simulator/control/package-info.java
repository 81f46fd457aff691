/// What a test does to the pool behind its back: guest writes, faults, evictions, and counters to assert on.
@NullMarked
package dev.lifeboat.simulator.control;

import org.jspecify.annotations.NullMarked;
