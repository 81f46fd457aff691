/// A pool in its own words: what VMs it has, their snapshots, changed blocks and disk contents. Everything a
/// caller needs is in this package; it knows nothing of Kubernetes or of the repository.
@NullMarked
package dev.lifeboat.xen;

import org.jspecify.annotations.NullMarked;
