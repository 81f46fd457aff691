/// The XAPI client and the agent against the simulator, for each release that it knows; there is no cluster.
@NullMarked
package dev.lifeboat.e2e.pool;

import org.jspecify.annotations.NullMarked;
