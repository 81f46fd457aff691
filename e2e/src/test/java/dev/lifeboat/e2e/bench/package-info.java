/// The benchmarks of `e2e/bench` as programs: that they run and print their tables. What they measure, no test asserts.
@NullMarked
package dev.lifeboat.e2e.bench;

import org.jspecify.annotations.NullMarked;
