package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.verify.Finding.Problem;
import dev.lifeboat.repository.verify.FindingLog.Subject;

/// Where everything that is found goes.
record Findings(FindingLog log, Losses losses, StoreTroubles troubles) {

    static Findings none() {
        var log = new FindingLog();
        return new Findings(log, new Losses(log), new StoreTroubles(log));
    }

    /// What kept an object from being read is a finding about it.
    void unread(Subject subject, RepositoryException failure) {
        switch (failure) {
            case DamagedException e ->
                log.add(subject, Problem.DAMAGED, "expected " + e.expected() + ", found " + e.found());
            case UnsupportedFormatException e -> log.add(subject, Problem.UNSUPPORTED, String.valueOf(e.getMessage()));
            case ObjectStoreException e -> troubles.add(subject, e);
            default -> throw failure;
        }
    }
}
