/// A pool in its own words: what VMs it has, their snapshots, changed blocks and disk contents. What a caller works
/// with is in this package, which names nothing of how it works; `XenPools` in the package `pool` opens a session.
/// Knows nothing of Kubernetes or of the repository.
@NullMarked
package dev.lifeboat.xen;

import org.jspecify.annotations.NullMarked;
