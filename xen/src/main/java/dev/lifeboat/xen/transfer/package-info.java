/// Disks, VMs and metadata over HTTPS: streams out of handlers and into them. A handler's 200 and the end of its stream
/// prove nothing; every transfer has a task in the pool, and only that task's success counts.
@NullMarked
package dev.lifeboat.xen.transfer;

import org.jspecify.annotations.NullMarked;
