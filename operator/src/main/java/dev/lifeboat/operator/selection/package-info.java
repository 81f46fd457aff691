/// Which VMs a selector means: a function of the selector and the inventory, and of nothing else.
@NullMarked
package dev.lifeboat.operator.selection;

import org.jspecify.annotations.NullMarked;
