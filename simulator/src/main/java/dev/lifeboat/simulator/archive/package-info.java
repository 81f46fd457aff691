/// VMs on their way into an archive and out of one: which objects go along, how references are renamed, and
/// what becomes of each object in the pool it arrives in. Knows nothing of HTTP, nor of how disks are
/// streamed.
@NullMarked
package dev.lifeboat.simulator.archive;

import org.jspecify.annotations.NullMarked;
