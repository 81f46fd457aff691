/// Disks as maps over chunks: written by runs of changed blocks, read at random or from front to end.
/// Knows nothing of virtual machines or recovery points.
@NullMarked
package dev.lifeboat.repository.disk;

import org.jspecify.annotations.NullMarked;
