/// Deletes what no recovery point needs: marks from manifests, names packs in trash records, deletes them after
/// a grace period, compacts sparse ones. Runs while backups are written, and never deletes what it is not sure
/// of. Knows manifests and packs; what a disk's bytes mean is none of its business.
@NullMarked
package dev.lifeboat.repository.prune;

import org.jspecify.annotations.NullMarked;
