/// One restore, from the request to a VM that can be started, or to an XVA in the storage. An agent creates the VM,
/// with its start blocked, and fills its disks; this package starts the agent, releases the VM, or takes it away
/// when the restore ends early.
@NullMarked
package dev.lifeboat.operator.vmrestore;

import org.jspecify.annotations.NullMarked;
