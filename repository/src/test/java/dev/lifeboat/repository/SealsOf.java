package dev.lifeboat.repository;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.objectstore.ObjectStore;

/// The seals of a repository, for tests that write single objects of it.
public final class SealsOf {

    private SealsOf() {}

    public static Seals repository(ObjectStore store, Unlock unlock) {
        return Opening.open(store, unlock).seals();
    }
}
