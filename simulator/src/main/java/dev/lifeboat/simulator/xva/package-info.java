/// The stream that a VM is exported as: a tar of `ova.xml` and of each disk in blocks with checksums. Knows nothing of
/// the pool's objects or of HTTP.
@NullMarked
package dev.lifeboat.simulator.xva;

import org.jspecify.annotations.NullMarked;
