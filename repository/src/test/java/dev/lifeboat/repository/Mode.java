package dev.lifeboat.repository;

import dev.lifeboat.repository.crypto.Recipient;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.time.Clock;
import java.util.List;

/// The two kinds of repository, for tests of what is the same in both.
enum Mode {
    UNENCRYPTED(Fixtures.OPTIONS, Unlock.none()),
    ENCRYPTED(
            Fixtures.OPTIONS.withRecipients(List.of(new Recipient.ByKey("operator", Fixtures.KEY))),
            Unlock.by(Fixtures.KEY));

    private final RepositoryOptions options;
    private final Unlock unlock;

    Mode(RepositoryOptions options, Unlock unlock) {
        this.options = options;
        this.unlock = unlock;
    }

    Repository create(ObjectStore store) {
        return Repository.openOrCreate(store, options, Fixtures.TUNING);
    }

    Repository open(ObjectStore store) {
        return Repository.open(store, unlock, Fixtures.TUNING);
    }

    Repository open(ObjectStore store, Clock clock) {
        return Repository.open(store, unlock, Fixtures.TUNING, clock);
    }
}
