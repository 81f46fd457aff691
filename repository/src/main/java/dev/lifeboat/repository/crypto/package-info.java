/// Who may read and who can have written: chunk ids, the seals of objects, their names. Knows objects by key
/// and bytes, and nothing of what is in them.
@NullMarked
package dev.lifeboat.repository.crypto;

import org.jspecify.annotations.NullMarked;
