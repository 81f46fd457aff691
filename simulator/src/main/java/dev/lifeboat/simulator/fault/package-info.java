/// Faults on request: errors, delays and dropped connections for calls, limits and cuts for transfers.
@NullMarked
package dev.lifeboat.simulator.fault;

import org.jspecify.annotations.NullMarked;
