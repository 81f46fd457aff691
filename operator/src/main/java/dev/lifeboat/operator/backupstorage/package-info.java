/// Checks storages: an agent goes there as it does for a backup, and says what it found.
@NullMarked
package dev.lifeboat.operator.backupstorage;

import org.jspecify.annotations.NullMarked;
