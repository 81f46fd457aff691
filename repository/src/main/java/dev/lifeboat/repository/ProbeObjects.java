package dev.lifeboat.repository;

import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The objects that a probe writes, below a folder of their own, and what it tries on them. Each try says
/// whether the store did what it must.
final class ProbeObjects {

    private static final Logger LOG = LoggerFactory.getLogger(ProbeObjects.class);

    private static final byte[] CONTENT = "Lifeboat probes this store.\n".getBytes(StandardCharsets.US_ASCII);

    private static final int RACERS = 4;

    private final ObjectStore store;
    private final String folder = "probe/" + UUID.randomUUID() + "/";
    private final ObjectKey key = new ObjectKey(folder + "object");

    ProbeObjects(ObjectStore store) {
        this.store = store;
    }

    /// With a slash at its end.
    String folder() {
        return folder;
    }

    boolean put() {
        store.put(key, ByteBuffer.wrap(CONTENT));
        return true;
    }

    boolean get() {
        return isThere(key, CONTENT) && store.size(key).orElse(-1) == CONTENT.length;
    }

    boolean range() {
        var target = ByteBuffer.allocate(5);
        return store.getRange(key, 9, target).orElse(-1) == 5
                && Arrays.equals(target.array(), Arrays.copyOfRange(CONTENT, 9, 14))
                && store.getRange(key, CONTENT.length, ByteBuffer.allocate(5)).orElse(-1) == 0;
    }

    boolean suffix() {
        var suffix = Arrays.copyOfRange(CONTENT, CONTENT.length - 7, CONTENT.length);
        return store.getSuffix(key, 7)
                .filter(found -> Arrays.equals(found, suffix))
                .isPresent();
    }

    boolean conditionalPut() {
        return !store.putIfAbsent(key, ByteBuffer.wrap(new byte[1])) && isThere(key, CONTENT);
    }

    boolean oneWinner() {
        var raced = new ObjectKey(folder + "race");
        var winners = race(raced);
        return winners.size() == 1 && isThere(raced, racer(winners.getFirst()));
    }

    private List<Integer> race(ObjectKey raced) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = IntStream.range(0, RACERS)
                    .mapToObj(i -> executor.submit(() -> store.putIfAbsent(raced, ByteBuffer.wrap(racer(i)))))
                    .toList();
            var winners = new ArrayList<Integer>();
            for (int i = 0; i < RACERS; i++) {
                if (result(results.get(i))) {
                    winners.add(i);
                }
            }
            return winners;
        }
    }

    private static boolean result(Future<Boolean> racer) {
        try {
            return racer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The probe was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RepositoryException failed
                    ? failed
                    : new IllegalStateException("A conditional put ended unexpectedly", e);
        }
    }

    private static byte[] racer(int number) {
        return new byte[] {(byte) number};
    }

    boolean list() {
        return store.listAll(folder).anyMatch(entry -> entry.key().equals(key) && entry.sizeBytes() == CONTENT.length);
    }

    boolean listOrder() {
        var keys = several();
        keys.reversed().forEach(one -> store.put(one, ByteBuffer.wrap(CONTENT)));
        var rest = store.list(folder + "list/", Optional.of(keys.getFirst()), keys.size());
        return keysOf(store.list(folder + "list/", Optional.empty(), 100)).equals(keys)
                && keysOf(rest).equals(keys.subList(1, keys.size()));
    }

    private static List<ObjectKey> keysOf(List<ObjectEntry> entries) {
        return entries.stream().map(ObjectEntry::key).toList();
    }

    boolean delete() {
        store.delete(key);
        return store.size(key).isEmpty()
                && store.listAll(folder).noneMatch(entry -> entry.key().equals(key));
    }

    boolean batchDelete() {
        store.deleteAll(several());
        return store.list(folder + "list/", Optional.empty(), 1).isEmpty();
    }

    /// In ascending order; a store that sorts by locale or folder gets it wrong.
    private List<ObjectKey> several() {
        return List.of("A", "B/x", "a", "a-b", "a.b", "a0").stream()
                .map(name -> new ObjectKey(folder + "list/" + name))
                .sorted()
                .toList();
    }

    private boolean isThere(ObjectKey wanted, byte[] content) {
        return store.get(wanted).filter(found -> Arrays.equals(found, content)).isPresent();
    }

    /// As far as the store permits.
    void removeAll() {
        try {
            store.deleteAll(store.listAll(folder).map(ObjectEntry::key).toList());
        } catch (RepositoryException e) {
            LOG.info("What the probe wrote below {} stays there: {}", folder, e.getMessage());
        }
    }
}
