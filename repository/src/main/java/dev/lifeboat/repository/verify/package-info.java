/// Looks whether what was stored is still what was written, names the recovery points that lost something,
/// and marks what is lost so that the next backup stores it again. Deletes nothing that a point needs.
@NullMarked
package dev.lifeboat.repository.verify;

import org.jspecify.annotations.NullMarked;
