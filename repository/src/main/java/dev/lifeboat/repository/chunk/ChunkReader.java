package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.chunk.PackDirectory.Located;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Reads and verifies chunks, neighbours in one request. Safe for any number of threads; a call works in its
/// own.
public final class ChunkReader {

    /// Bytes between two chunks that are cheaper read and dropped than asked for apart.
    private static final int WORTH_READING_OVER = 128 << 10;

    /// A request stays below this unless a single chunk is larger.
    private static final int MOST_PER_REQUEST = 8 << 20;

    /// Packs looked at side by side before a commit.
    private static final int PACKS_AT_A_TIME = 16;

    private static final int FOOTER_CACHE_BYTES = 8 << 20;

    /// A chunk that was asked for, and where it is.
    private record Wanted(ChunkRef ref, Located at) {

        int offset() {
            return at.entry().offset();
        }

        int end() {
            return offset() + at.entry().storedBytes();
        }
    }

    private final ObjectStore store;
    private final PackDirectory directory;
    private final Function<ChunkRef, Optional<PackBuffer.Pending>> pending;
    private final Seals seals;

    /// As many as there were readers at a time.
    private final Queue<ChunkDecoder> decoders = new ConcurrentLinkedQueue<>();

    /// As many as there were readers at a time; each as large as the largest request it has served.
    private final Queue<byte[]> buffers = new ConcurrentLinkedQueue<>();

    public ChunkReader(ObjectStore store, Seals seals) {
        this(store, seals, ref -> Optional.empty());
    }

    ChunkReader(ObjectStore store, Seals seals, Function<ChunkRef, Optional<PackBuffer.Pending>> pending) {
        this.store = store;
        this.seals = seals;
        this.directory = new PackDirectory(store, seals, FOOTER_CACHE_BYTES);
        this.pending = pending;
    }

    public byte[] read(ChunkRef ref) {
        var one = new OneChunk();
        read(List.of(ref), one);
        return one.content;
    }

    private static final class OneChunk implements ChunkVisitor {

        private byte[] content = new byte[0];

        @Override
        public ByteBuffer target(ChunkRef chunk, int rawBytes) {
            content = new byte[rawBytes];
            return ByteBuffer.wrap(content);
        }

        @Override
        public void visit(ChunkRef chunk, ByteBuffer read) {
            // It lies where it was decoded.
        }
    }

    /// Reads all of them, a chunk that is named twice once.
    public void read(Collection<ChunkRef> refs, ChunkVisitor visitor) {
        var decoder = Optional.ofNullable(decoders.poll()).orElseGet(() -> new ChunkDecoder(seals.chunkHasher()));
        read(refs, decoder, visitor);
        decoders.add(decoder);
    }

    private void read(Collection<ChunkRef> refs, ChunkDecoder decoder, ChunkVisitor visitor) {
        var wanted = new ArrayList<Wanted>();
        for (var ref : new LinkedHashSet<>(refs)) {
            var unstored = pending.apply(ref);
            if (unstored.isPresent()) {
                visitPending(ref, unstored.get(), decoder, visitor);
            } else {
                wanted.add(new Wanted(ref, directory.locate(ref)));
            }
        }
        wanted.sort(Comparator.comparing((Wanted one) -> one.at().pack()).thenComparingInt(Wanted::offset));
        if (!wanted.isEmpty()) {
            var requests = new Requests(decoder, visitor);
            wanted.forEach(requests::add);
            requests.end();
        }
    }

    private static void visitPending(
            ChunkRef ref, PackBuffer.Pending chunk, ChunkDecoder decoder, ChunkVisitor visitor) {
        var target = visitor.target(ref, chunk.entry().rawBytes());
        decoder.decode(new Located(ref.pack(), chunk.entry(), chunk.seal()), chunk.stored(), target);
        visitor.visit(ref, target);
    }

    /// The pack in which it really lies: another one than it says if that was compacted.
    public PackId whereabouts(ChunkRef ref) {
        return directory.locate(ref).pack();
    }

    /// Whether the pack is there and says that it holds the chunk itself. A forwarding object does not count: what
    /// it leads to may be about to move again. Nor does one that was found damaged.
    boolean holds(ChunkRef ref, DamagedChunks damaged) {
        try {
            return !damaged.contains(ref) && directory.locate(ref).pack().equals(ref.pack());
        } catch (ChunkMissingException | DamagedException _) {
            return false;
        }
    }

    /// Asks the store, not the cached footers.
    void requirePacks(Set<PackId> packs) {
        look(packs, pack -> store.size(pack.key()).isPresent() ? pack : missing(pack));
    }

    /// That each of them still holds its chunks itself. A forwarding object in its place leads to those that
    /// recovery points needed when the pack was compacted, and may have left out one that only an unfinished
    /// backup refers to.
    void requireUncompacted(Set<PackId> packs) {
        directory.forget();
        look(packs, pack -> directory.footer(pack).isForwarding() ? compacted(pack) : pack);
    }

    private static void look(Set<PackId> packs, UnaryOperator<PackId> check) {
        try (var executor = Executors.newFixedThreadPool(
                PACKS_AT_A_TIME, Thread.ofVirtual().name("pack-look-", 0).factory())) {
            packs.stream()
                    .map(pack -> executor.submit(() -> check.apply(pack)))
                    .toList()
                    .forEach(ChunkReader::await);
        }
    }

    private static PackId compacted(PackId pack) {
        throw new ChunkMissingException(
                "of an unfinished backup", pack.key().value(), "the pack was compacted while nobody was at work");
    }

    private static PackId missing(PackId pack) {
        throw new ChunkMissingException(
                "of this or another session", pack.key().value(), "the pack went away during the backup");
    }

    private static void await(Future<PackId> look) {
        try {
            look.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while packs were looked at", e);
        }
    }

    /// Joins neighbours, given in order, and fetches each run with one request.
    private final class Requests {

        private final ChunkDecoder decoder;
        private final ChunkVisitor visitor;
        private final List<Wanted> run = new ArrayList<>();
        private byte[] fetched;

        Requests(ChunkDecoder decoder, ChunkVisitor visitor) {
            this.decoder = decoder;
            this.visitor = visitor;
            this.fetched = Optional.ofNullable(buffers.poll()).orElseGet(() -> new byte[0]);
        }

        void end() {
            fetch();
            buffers.add(fetched);
        }

        void add(Wanted next) {
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
}
