/// Writes a recovery point as an XVA, whichever way its disks came: for a pool to import, or to keep as a
/// file. It knows nothing of orders.
@NullMarked
package dev.lifeboat.agent.archive;

import org.jspecify.annotations.NullMarked;
