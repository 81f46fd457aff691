/// One backup of one VM, from the request to the recovery point: prepares the VM, takes the snapshot, gives the data to
/// an agent and cleans up after it. Everything done on the pool is found again by its markers, so a pass can follow a
/// crash at any point.
@NullMarked
package dev.lifeboat.operator.vmbackup;

import org.jspecify.annotations.NullMarked;
