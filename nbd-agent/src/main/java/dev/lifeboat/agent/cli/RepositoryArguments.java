package dev.lifeboat.agent.cli;

import dev.lifeboat.repository.Repository;
import picocli.CommandLine.Mixin;

/// Which repository, and what unlocks it.
final class RepositoryArguments {

    @Mixin
    private StoreArguments store = new StoreArguments();

    @Mixin
    private KeyArguments keys = new KeyArguments();

    /// @throws dev.lifeboat.repository.errors.RepositoryException it cannot be opened
    Repository open(Terminal terminal) {
        var unlock = keys.unlock();
        var opened = store.open(terminal);
        try {
            return Repository.open(opened, unlock);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }
}
