/// VMs of a pool as XenVm objects: how one is written from the inventory, the policies and the backups. The reconciler
/// of the pool is the only writer of them.
@NullMarked
package dev.lifeboat.operator.xenvm;

import org.jspecify.annotations.NullMarked;
