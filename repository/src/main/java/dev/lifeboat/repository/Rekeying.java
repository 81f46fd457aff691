package dev.lifeboat.repository;

import dev.lifeboat.repository.RepositoryDescription.Encryption;
import dev.lifeboat.repository.crypto.KeyedSeals;
import dev.lifeboat.repository.crypto.Rekey;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.errors.RekeyRefusedException;
import dev.lifeboat.repository.errors.RepositoryLockedException;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.security.SecureRandom;
import java.time.Clock;

/// Changes who can open a repository: one small object, whatever its size.
final class Rekeying {

    /// How many others may be faster.
    private static final int TRIES = 5;

    private final ObjectStore store;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Rekeying(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    Encryption run(Unlock unlock, Rekey change) {
        for (int i = 0; i < TRIES; i++) {
            var opening = Opening.open(store, unlock);
            if (!opening.trusted()) {
                throw RepositoryLockedException.readingOnly("Changing the keys");
            }
            var now = opening.keys().orElseThrow(() -> new RekeyRefusedException("the repository has none"));
            var next = next(now, change);
            if (new KeyObjects(store).create(next.recipients(), next.seals(), clock.instant())) {
                new KeyObjects(store).deleteBefore(next.seals().generation());
                return next.description();
            }
        }
        throw new RekeyRefusedException("others change them at the same time; try again");
    }

    private OpenedKeys next(OpenedKeys now, Rekey change) {
        var changed = now.recipients().change(change, now.keyring(), now.opener(), random);
        var seals = new KeyedSeals(
                now.recipients().repository(), changed.keyring(), now.seals().generation() + 1);
        return new OpenedKeys(changed.recipients(), changed.keyring(), seals, now.opener());
    }
}
