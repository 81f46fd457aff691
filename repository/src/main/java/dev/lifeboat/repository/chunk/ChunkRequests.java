package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.chunk.PackDirectory.Located;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Fetches chunks of packs, neighbours with one request, and hands them out decoded. For one thread.
final class ChunkRequests {

    /// Bytes between two chunks that are cheaper read and dropped than asked for apart.
    private static final int WORTH_READING_OVER = 128 << 10;

    /// A request stays below this unless a single chunk is larger.
    private static final int MOST_PER_REQUEST = 8 << 20;

    /// A chunk that was asked for, and where it is.
    record Wanted(ChunkRef ref, Located at) {

        int offset() {
            return at.entry().offset();
        }

        int end() {
            return offset() + at.entry().storedBytes();
        }
    }

    private final ObjectStore store;
    private final PackDirectory directory;
    private final ChunkDecoder decoder;
    private final ChunkVisitor visitor;
    private final List<Wanted> run = new ArrayList<>();
    private byte[] fetched;

    /// @param buffer to read into; replaced by a larger one where a request needs it
    ChunkRequests(
            ObjectStore store, PackDirectory directory, ChunkDecoder decoder, ChunkVisitor visitor, byte[] buffer) {
        this.store = store;
        this.directory = directory;
        this.decoder = decoder;
        this.visitor = visitor;
        this.fetched = buffer;
    }

    /// @return the buffer, for the next requests
    byte[] read(List<Wanted> wanted) {
        wanted.stream()
                .sorted(Comparator.comparing((Wanted one) -> one.at().pack()).thenComparingInt(Wanted::offset))
                .forEach(this::add);
        fetch();
        return fetched;
    }

    private void add(Wanted next) {
        if (!run.isEmpty() && !joins(next)) {
            fetch();
        }
        run.add(next);
    }

    private boolean joins(Wanted next) {
        var last = run.getLast();
        return last.at().pack().equals(next.at().pack())
                && next.offset() - last.end() <= WORTH_READING_OVER
                && next.end() - run.getFirst().offset() <= MOST_PER_REQUEST;
    }

    private void fetch() {
        if (run.isEmpty()) {
            return;
        }
        try {
            fetchRun(run);
        } catch (DamagedException | ChunkMissingException e) {
            fetchAnew(e);
        }
        run.clear();
    }

    /// A pack that was compacted since its footer was read looks damaged by that footer. What lies elsewhere
    /// now is read from there; what does not is damaged.
    private void fetchAnew(RepositoryException failure) {
        directory.forget();
        for (var wanted : List.copyOf(run)) {
            var now = new Wanted(wanted.ref(), directory.locate(wanted.ref()));
            if (now.at().pack().equals(wanted.at().pack())) {
                throw failure;
            }
            fetchRun(List.of(now));
            run.remove(wanted);
        }
    }

    /// Takes from the run what it has handed out.
    private void fetchRun(List<Wanted> together) {
        var pack = together.getFirst().at().pack();
        int start = together.getFirst().offset();
        int length = together.stream().mapToInt(Wanted::end).max().orElseThrow() - start;
        if (fetched.length < length) {
            fetched = new byte[length];
        }
        get(together.getFirst().ref(), pack, start, length);
        for (var wanted : List.copyOf(together)) {
            var entry = wanted.at().entry();
            var target = visitor.target(wanted.ref(), entry.rawBytes());
            var stored = ByteBuffer.wrap(fetched, entry.offset() - start, entry.storedBytes());
            decoder.decode(wanted.at(), stored, target);
            visitor.visit(wanted.ref(), target);
            run.remove(wanted);
        }
    }

    private void get(ChunkRef first, PackId pack, int start, int length) {
        long got = store.getRange(pack.key(), start, ByteBuffer.wrap(fetched, 0, length))
                .orElseThrow(() -> new ChunkMissingException(
                        first.chunk().toString(), pack.key().value(), "there is no such pack"));
        if (got < length) {
            throw new DamagedException(
                    pack.key().value(), length + " bytes from offset " + start + " on", "only " + got);
        }
    }
}
