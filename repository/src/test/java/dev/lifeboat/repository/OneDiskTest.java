package dev.lifeboat.repository;

import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import java.util.Random;

/// A disk to back up, a repository whose sessions make checkpoints often, and the time that they see.
abstract class OneDiskTest {

    final ManualTimes times = new ManualTimes();
    final InMemoryObjectStore store = new InMemoryObjectStore();
    final ModelDisk disk = new ModelDisk(200_001);
    final Repository repository;

    OneDiskTest() {
        disk.change(0, 1000, new Random(1));
        Repository.openOrCreate(store, Fixtures.OPTIONS);
        repository = Repository.open(store, Unlock.none(), Fixtures.STRICT_TUNING, times.clockwork());
    }
}
