package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.crypto.ObjectSeal;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Gathers chunks in packs and stores full packs in the background.
///
/// A fixed number of buffers: one is filled, the others are on their way to the store. Who finds no free one
/// waits, which is how a slow store slows its readers down. Under the lock a place in the open pack is
/// reserved, nothing more; the bytes are copied outside. The first failed upload fails every later call: a
/// session with a hole is no use.
final class PackWriter implements AutoCloseable {

    private final ObjectStore store;
    private final Seals seals;
    private final Supplier<PackId> names;
    private final int packBytes;
    private final int mostBuffers;
    private final Runnable afterUpload;
    private final ExecutorService uploads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("pack-upload-", 0).factory());

    private final Object lock = new Object();
    private final Deque<PackBuffer> free = new ArrayDeque<>();
    private final List<PackBuffer> busy = new ArrayList<>();
    private Optional<PackBuffer> open = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();
    private int buffers;
    private boolean ended;

    /// @param afterUpload called in the uploading thread after each pack that is stored
    PackWriter(
            ObjectStore store, Seals seals, Supplier<PackId> names, ChunkWriter.Limits limits, Runnable afterUpload) {
        this.store = store;
        this.seals = seals;
        this.names = names;
        this.packBytes = limits.packBytes();
        this.mostBuffers = limits.uploads() + 1;
        this.afterUpload = afterUpload;
    }

    PackId append(EncodedChunk chunk) {
        PackBuffer buffer;
        PackEntry place;
        PackId pack;
        synchronized (lock) {
            buffer = openWithRoom(chunk.storedBytes());
            place = buffer.reserve(chunk);
            pack = buffer.pack();
        }
        buffer.copy(chunk, place);
        synchronized (lock) {
            buffer.copied();
            startIfComplete(buffer);
        }
        return pack;
    }

    /// A chunk of a pack that is not in the store yet.
    Optional<PackBuffer.Pending> pending(ChunkRef ref) {
        synchronized (lock) {
            return busy.stream()
                    .filter(buffer -> buffer.pack().equals(ref.pack()))
                    .findFirst()
                    .flatMap(buffer -> buffer.copyOf(ref.chunk()));
        }
    }

    /// Stores the open pack too, and waits until all are stored.
    void flush() {
        synchronized (lock) {
            closeOpen();
            await(() -> busy.isEmpty() || failure.isPresent());
            throwFailure();
        }
    }

    /// Ends the pack that is being filled, so that what was appended so far is on its way to the store.
    void closePack() {
        synchronized (lock) {
            closeOpen();
        }
    }

    /// What is not in the store yet.
    OutstandingPacks outstanding() {
        synchronized (lock) {
            var growing = open.map(PackBuffer::pack);
            var closed = busy.stream()
                    .map(PackBuffer::pack)
                    .filter(pack -> !growing.equals(Optional.of(pack)))
                    .collect(Collectors.toUnmodifiableSet());
            return new OutstandingPacks(closed, growing);
        }
    }

    /// Waits until these are stored, which have to be closed.
    void awaitStored(Set<PackId> packs) {
        synchronized (lock) {
            await(() ->
                    failure.isPresent() || busy.stream().map(PackBuffer::pack).noneMatch(packs::contains));
            throwFailure();
        }
    }

    /// Bytes of the buffers that exist now.
    long bufferBytes() {
        synchronized (lock) {
            return (long) buffers * (packBytes + PackFormat.MOST_FOOTER_BYTES);
        }
    }

    private PackBuffer openWithRoom(int bytes) {
        if (bytes + ObjectSeal.MOST_GROWTH_BYTES > packBytes) {
            throw new IllegalArgumentException("A chunk of " + bytes + " bytes in packs of " + packBytes);
        }
        while (true) {
            throwFailure();
            if (ended) {
                throw new IllegalStateException("The session has ended");
            }
            if (open.isPresent() && open.get().hasRoom(bytes)) {
                return open.get();
            }
            closeOpen();
            Optional<PackBuffer> next = takeBuffer();
            if (next.isPresent()) {
                open = next;
            } else {
                await(() -> !free.isEmpty() || open.isPresent() || failure.isPresent() || ended);
            }
        }
    }

    private void closeOpen() {
        open.ifPresent(buffer -> {
            buffer.close();
            open = Optional.empty();
            startIfComplete(buffer);
        });
    }

    private Optional<PackBuffer> takeBuffer() {
        PackBuffer buffer;
        if (!free.isEmpty()) {
            buffer = free.pop();
            var pack = names.get();
            buffer.reuse(pack, seals.forNew(pack.key()));
        } else if (buffers < mostBuffers) {
            var pack = names.get();
            buffer = new PackBuffer(pack, seals.forNew(pack.key()), packBytes);
            buffers++;
        } else {
            return Optional.empty();
        }
        busy.add(buffer);
        return Optional.of(buffer);
    }

    private void startIfComplete(PackBuffer buffer) {
        if (buffer.isComplete()) {
            uploads.execute(() -> upload(buffer));
        }
    }

    private void upload(PackBuffer buffer) {
        if (put(buffer)) {
            afterUpload.run();
        }
    }

    private boolean put(PackBuffer buffer) {
        try {
            if (failed()) {
                return false;
            }
            store.put(buffer.pack().key(), buffer.seal());
            return true;
        } catch (RuntimeException e) {
            fail(e);
            return false;
        } finally {
            synchronized (lock) {
                busy.remove(buffer);
                free.push(buffer);
                lock.notifyAll();
            }
        }
    }

    private boolean failed() {
        synchronized (lock) {
            return failure.isPresent();
        }
    }

    private void fail(RuntimeException e) {
        synchronized (lock) {
            if (failure.isEmpty()) {
                failure = Optional.of(e);
            }
        }
    }

    private void throwFailure() {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private void await(BooleanSupplier condition) {
        try {
            while (!condition.getAsBoolean()) {
                lock.wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for packs to be stored", e);
        }
    }

    /// Ends the uploads that have started by interrupting them.
    void interrupt() {
        uploads.shutdownNow();
    }

    /// Waits for the uploads that have started; the open pack is dropped.
    @Override
    public void close() {
        synchronized (lock) {
            ended = true;
            lock.notifyAll();
        }
        uploads.close();
    }
}
