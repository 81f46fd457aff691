package dev.lifeboat.agent.order;

import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.ObjectStoreContract;
import dev.lifeboat.repository.objectstore.Pace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/// What an agent opens keeps the contract of object stores.
class StoreDoorTest extends ObjectStoreContract {

    private final ProgressBoard board = new ProgressBoard(Clock.systemUTC());

    @TempDir
    private Path volume;

    @Override
    protected ObjectStore open() {
        return new StoreDoor(
                        Optional.empty(), Optional.of(volume), store -> new MeteredStore(store, board), Pace.UNLIMITED)
                .open(new StorageAccess.FileSystem("repository"));
    }

    @Override
    public int longListing() {
        return 1001;
    }
}
