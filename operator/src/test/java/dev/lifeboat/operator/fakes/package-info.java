/// Pool, agents and resources in memory, for the tests of several packages.
@NullMarked
package dev.lifeboat.operator.fakes;

import org.jspecify.annotations.NullMarked;
