/// Writes a disk to an NBD server of somebody else: `qemu-nbd`, `nbdkit`, a host that takes disks so. A
/// client of its own beside the one that reads from pool hosts, since those take no writes, and what matters
/// here is zeros.
@NullMarked
package dev.lifeboat.agent.nbdtarget;

import org.jspecify.annotations.NullMarked;
