/// A pool for JUnit tests. JUnit is there only where tests run, so nothing else of the simulator may use this package.
@NullMarked
package dev.lifeboat.simulator.junit;

import org.jspecify.annotations.NullMarked;
