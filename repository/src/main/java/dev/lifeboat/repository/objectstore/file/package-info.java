/// Objects as files of a local disk, a volume, or NFS. Knows paths, names and fsync, and nothing of what the
/// files hold.
@NullMarked
package dev.lifeboat.repository.objectstore.file;

import org.jspecify.annotations.NullMarked;
