package dev.lifeboat.agent.order;

import dev.lifeboat.agent.progress.Labels;
import dev.lifeboat.agent.progress.Meters;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.StoreSetting;
import dev.lifeboat.repository.objectstore.Upload;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Counts what is asked of a store, what it takes and how it ends, and says that something moves. Below the retrying
/// one, so that each try counts.
public final class MeteredStore implements ObjectStore {
    private final ObjectStore store;
    private final ProgressBoard board;
    private final Requests puts;
    private final Requests gets;
    private final Requests lists;
    private final Requests deletes;
    private final Requests heads;
    private final LongAdder upBytes;
    private final LongAdder downBytes;

    public MeteredStore(ObjectStore store, ProgressBoard board) {
        var meters = board.meters();
        this.store = store;
        this.board = board;
        this.puts = Requests.register(meters, "put");
        this.gets = Requests.register(meters, "get");
        this.lists = Requests.register(meters, "list");
        this.deletes = Requests.register(meters, "delete");
        this.heads = Requests.register(meters, "head");
        this.upBytes = bytes(meters, "up");
        this.downBytes = bytes(meters, "down");
    }

    private static LongAdder bytes(Meters meters, String direction) {
        return meters.counter(
                "lifeboat_agent_store_bytes_total",
                "Content sent to the object store, and read from it.",
                Labels.of("direction", direction));
    }

    /// Those of one operation.
    ///
    /// @param passing failed, but are tried again: too many at a time, a lost connection
    private record Requests(LongAdder done, LongAdder passing, LongAdder refused, LongAdder nanos) {
        static Requests register(Meters meters, String operation) {
            return new Requests(
                    counter(meters, operation, "ok"),
                    counter(meters, operation, "passing"),
                    counter(meters, operation, "refused"),
                    meters.seconds(
                            "lifeboat_agent_store_request_seconds_total",
                            "Time that requests to the object store took, together.",
                            Labels.of("op", operation)));
        }

        private static LongAdder counter(Meters meters, String operation, String result) {
            return meters.counter(
                    "lifeboat_agent_store_requests_total",
                    "Requests to the object store; passing failures are tried again.",
                    Labels.of("op", operation, "result", result));
        }
    }

    private <T> T counted(Requests requests, Supplier<T> call) {
        long start = System.nanoTime();
        try {
            var answer = call.get();
            requests.done().increment();
            board.moved();
            return answer;
        } catch (RuntimeException e) {
            boolean passing = e instanceof ObjectStoreException failure && failure.retryable();
            (passing ? requests.passing() : requests.refused()).increment();
            throw e;
        } finally {
            requests.nanos().add(System.nanoTime() - start);
        }
    }

    @Override
    public void put(ObjectKey key, ByteBuffer content) {
        boolean _ = counted(puts, () -> {
            store.put(key, content);
            upBytes.add(content.remaining());
            return true;
        });
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
        return counted(puts, () -> {
            boolean created = store.putIfAbsent(key, content);
            upBytes.add(content.remaining());
            return created;
        });
    }

    @Override
    public Upload upload(ObjectKey key, int partBytes) {
        return new MeteredUpload(counted(puts, () -> store.upload(key, partBytes)));
    }

    private final class MeteredUpload implements Upload {
        private final Upload upload;

        MeteredUpload(Upload upload) {
            this.upload = upload;
        }

        @Override
        public void part(int number, ByteBuffer content) {
            boolean _ = counted(puts, () -> {
                upload.part(number, content);
                upBytes.add(content.remaining());
                return true;
            });
        }

        @Override
        public boolean complete(int parts) {
            return counted(puts, () -> upload.complete(parts));
        }

        @Override
        public void close() {
            boolean _ = counted(deletes, () -> {
                upload.close();
                return true;
            });
        }
    }

    @Override
    public Optional<byte[]> get(ObjectKey key) {
        return read(counted(gets, () -> store.get(key)));
    }

    @Override
    public OptionalLong getRange(ObjectKey key, long offset, ByteBuffer target) {
        var got = counted(gets, () -> store.getRange(key, offset, target));
        downBytes.add(got.orElse(0));
        return got;
    }

    @Override
    public Optional<byte[]> getSuffix(ObjectKey key, int length) {
        return read(counted(gets, () -> store.getSuffix(key, length)));
    }

    private Optional<byte[]> read(Optional<byte[]> content) {
        content.ifPresent(bytes -> downBytes.add(bytes.length));
        return content;
    }

    @Override
    public List<ObjectEntry> list(String prefix, Optional<ObjectKey> after, int limit) {
        return counted(lists, () -> store.list(prefix, after, limit));
    }

    @Override
    public void delete(ObjectKey key) {
        boolean _ = counted(deletes, () -> {
            store.delete(key);
            return true;
        });
    }

    @Override
    public void deleteAll(Collection<ObjectKey> keys) {
        boolean _ = counted(deletes, () -> {
            store.deleteAll(keys);
            return true;
        });
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        return counted(heads, () -> store.size(key));
    }

    @Override
    public List<StoreSetting> settings() {
        return store.settings();
    }

    @Override
    public String describe() {
        return store.describe();
    }

    @Override
    public void close() {
        store.close();
    }
}
