/// Brings a recovery point back as a VM: decides where its disks and NICs go, has the pool create it, and fills the
/// disks.
@NullMarked
package dev.lifeboat.agent.restore;

import org.jspecify.annotations.NullMarked;
