package dev.lifeboat.simulator.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Reading and writing share this lock; only changes of the layer tree hold it alone. Broken files become
/// `StorageFailure`.
final class TreeLock {
    private final Path directory;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    TreeLock(Path directory) {
        this.directory = directory;
    }

    interface Access<T> {
        T get() throws IOException;
    }

    interface Modification {
        void run() throws IOException;
    }

    <T> T look(Access<T> access) {
        return holding(lock.readLock(), access);
    }

    <T> T change(Access<T> access) {
        return holding(lock.writeLock(), access);
    }

    void change(Modification modification) {
        change(() -> {
            modification.run();
            return true;
        });
    }

    private <T> T holding(Lock held, Access<T> access) {
        held.lock();
        try {
            return access.get();
        } catch (IOException e) {
            throw new StorageFailure("I/O on " + directory + " failed", e);
        } finally {
            held.unlock();
        }
    }
}
