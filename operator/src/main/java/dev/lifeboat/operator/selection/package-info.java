/// Which VMs and which of their disks are meant: functions of spec and inventory, and of nothing else.
@NullMarked
package dev.lifeboat.operator.selection;

import org.jspecify.annotations.NullMarked;
