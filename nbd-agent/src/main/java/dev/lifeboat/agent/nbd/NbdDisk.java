package dev.lifeboat.agent.nbd;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One disk, read over several connections. Each byte that is asked for is delivered once, from whichever connection;
/// what a lost connection owed is asked of another. Safe for use by many threads.
public final class NbdDisk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NbdDisk.class);

    private final ConnectionSet connections;
    private final OpenedExport export;
    private final boolean encrypted;
    private final int requestBytes;

    private NbdDisk(ConnectionSet connections, NbdConnection first, NbdSettings settings) {
        this.connections = connections;
        this.export = first.export();
        this.encrypted = first.isEncrypted();
        this.requestBytes = export.requestBytes(settings.requestBytes());
    }

    /// One part of the disk and where it goes; offset and length are whole sectors.
    public record Part(long offset, ByteBuffer target) {}

    /// Opens the first connection, then another one or more as [ConnectionGrowth] has it.
    ///
    /// @param name for messages and the log
    /// @throws NbdUnavailableException no address serves the disk
    public static NbdDisk open(NbdClient client, String name, ExportLookup lookup, NbdSettings settings)
            throws InterruptedException {
        var connections = new ConnectionSet(client, name, lookup, settings);
        try {
            var first = connections.openFirst();
            var disk = new NbdDisk(connections, first, settings);
            connections.openOthers(first);
            LOG.info(
                    "{}: {} connections, {}, round trip {} us, requests of {} bytes, contexts {}",
                    name,
                    connections.size(),
                    disk.encrypted ? "TLS" : "clear text",
                    first.roundTrip().toNanos() / 1000,
                    disk.requestBytes,
                    disk.contexts());
            return disk;
        } catch (InterruptedException | RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    public long sizeBytes() {
        return export.sizeBytes();
    }

    /// Connections that broke so far.
    public long lostConnections() {
        return connections.lostConnections();
    }

    /// Requests that had to be asked again so far.
    public long repeatedRequests() {
        return connections.repeatedRequests();
    }

    public boolean isEncrypted() {
        return encrypted;
    }

    /// The meta contexts that the server tells about; none where it knows nothing of them, as pool hosts do.
    public Set<String> contexts() {
        return Set.copyOf(export.contexts().values());
    }

    /// What a range is, in one of [#contexts]: extents in ascending order that cover it. Asked of the server
    /// as they are needed, so that a disk of millions of extents takes no memory.
    ///
    /// @throws IllegalArgumentException the server does not tell about it
    public Extents extents(String context, long offset, long lengthBytes) {
        if (!contexts().contains(context)) {
            throw new IllegalArgumentException(
                    "The server tells about " + new TreeSet<>(contexts()) + ", not " + context);
        }
        return new Extents(connections, context, offset, offset + lengthBytes);
    }

    /// Reads all parts. The future ends, well or with an [NbdException], when no buffer is touched any more.
    public CompletableFuture<Void> read(List<Part> parts) {
        var requests = new ArrayList<ReadRequest>();
        var batch = new ReadBatch(parts.stream().mapToInt(this::count).sum());
        for (var part : parts) {
            int length = part.target().remaining();
            int start = part.target().position();
            for (int done = 0; done < length; ) {
                int piece = Math.min(length - done, lengthAt(part.offset() + done));
                var target = part.target().slice(start + done, piece);
                requests.add(new ReadRequest(part.offset() + done, target, 0, batch));
                done += piece;
            }
        }
        connections.submit(requests);
        return batch.done();
    }

    private int count(Part part) {
        int count = 0;
        for (int done = 0; done < part.target().remaining(); count++) {
            done += lengthAt(part.offset() + done);
        }
        return count;
    }

    /// Of a request that begins here: all but the last of a part end where the server likes it.
    private int lengthAt(long offset) {
        int preferred = export.preferredRequestBytes();
        return preferred > requestBytes ? requestBytes : requestBytes - (int) (offset % preferred);
    }

    /// Ends all connections politely, so that the hosts detach the disk; what is in flight fails.
    @Override
    public void close() {
        connections.close();
    }
}
