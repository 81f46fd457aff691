/// Chunks, named by the hash of their content, in packs of many: written, found again, verified.
/// Knows nothing of disks: a chunk is bytes.
@NullMarked
package dev.lifeboat.repository.chunk;

import org.jspecify.annotations.NullMarked;
