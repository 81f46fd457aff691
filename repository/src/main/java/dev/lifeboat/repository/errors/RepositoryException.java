package dev.lifeboat.repository.errors;

import org.jspecify.annotations.Nullable;

/// Something the repository could not do. The message says what was being done to which object, what happened
/// and what to do.
public abstract sealed class RepositoryException extends RuntimeException
        permits BaseGoneException,
                ChunkMissingException,
                ClockDiffersException,
                DamagedException,
                ExportRefusedException,
                IncompleteViewException,
                MaintenanceBusyException,
                MaintenanceLostException,
                ObjectStoreException,
                OutdatedKeysException,
                RekeyRefusedException,
                RepositoryLockedException,
                RepositoryNotFoundException,
                RolledBackException,
                StaleSessionException,
                StoreNotWritableException,
                UnsupportedFormatException {

    RepositoryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
