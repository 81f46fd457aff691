package dev.lifeboat.agent.order;

import dev.lifeboat.agent.progress.Labels;
import dev.lifeboat.agent.progress.Meters;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.objectstore.ForwardingObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.Upload;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Counts what is asked of a store, what it takes and how it ends, and says that something moves. Below the retrying
/// one, so that each try counts.
public final class MeteredStore extends ForwardingObjectStore {
    private final ProgressBoard board;
    private final Requests puts;
    private final Requests gets;
    private final Requests lists;
    private final Requests deletes;
    private final Requests heads;
    private final LongAdder upBytes;
    private final LongAdder downBytes;

    public MeteredStore(ObjectStore store, ProgressBoard board) {
        super(store);
        var meters = board.meters();
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

    private Requests requests(Operation operation) {
        return switch (operation) {
            case PUT, PUT_IF_ABSENT -> puts;
            case GET -> gets;
            case LIST -> lists;
            case DELETE -> deletes;
            case HEAD -> heads;
        };
    }

    @Override
    protected <T> T call(Operation operation, String object, Supplier<T> call) {
        var requests = requests(operation);
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
        super.put(key, content);
        upBytes.add(content.remaining());
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
        boolean created = super.putIfAbsent(key, content);
        upBytes.add(content.remaining());
        return created;
    }

    @Override
    protected void sendPart(ObjectKey key, Upload upload, int number, ByteBuffer content) {
        super.sendPart(key, upload, number, content);
        upBytes.add(content.remaining());
    }

    @Override
    protected void received(long bytes) {
        downBytes.add(bytes);
    }
}
