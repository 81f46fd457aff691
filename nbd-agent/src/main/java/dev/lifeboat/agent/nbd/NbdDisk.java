package dev.lifeboat.agent.nbd;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One disk, read over several connections. Each byte that is asked for is delivered once, from whichever connection;
/// what a lost connection owed is asked of another. Safe for use by many threads.
public final class NbdDisk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NbdDisk.class);

    private final ConnectionSet connections;
    private final Export export;
    private final boolean encrypted;
    private final int requestBytes;

    private NbdDisk(ConnectionSet connections, NbdConnection first, NbdSettings settings) {
        this.connections = connections;
        this.export = first.export();
        this.encrypted = first.isEncrypted();
        int most = Math.min(settings.requestBytes(), export.maximumRequestBytes());
        this.requestBytes = Math.max(most - most % export.minimumRequestBytes(), export.minimumRequestBytes());
    }

    /// One part of the disk and where it goes; offset and length are whole sectors.
    public record Part(long offset, ByteBuffer target) {}

    /// Opens the first connection, then as many more as the server grants.
    ///
    /// @param name for messages and the log
    /// @throws NbdUnavailableException no address serves the disk
    public static NbdDisk open(NbdClient client, String name, ExportLookup lookup, NbdSettings settings)
            throws InterruptedException {
        var connections = new ConnectionSet(client, name, lookup, settings);
        try {
            var disk = new NbdDisk(connections, connections.openFirst(), settings);
            connections.openOthers();
            LOG.info(
                    "{}: {} connections, {}, requests of {} bytes",
                    name,
                    connections.size(),
                    disk.encrypted ? "TLS" : "clear text",
                    disk.requestBytes);
            return disk;
        } catch (InterruptedException | RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    public long sizeBytes() {
        return export.sizeBytes();
    }

    public boolean isEncrypted() {
        return encrypted;
    }

    /// Reads all parts. The future ends, well or with an [NbdException], when no buffer is touched any more.
    public CompletableFuture<Void> read(List<Part> parts) {
        var requests = new ArrayList<ReadRequest>();
        var batch = new ReadBatch(count(parts));
        for (var part : parts) {
            int length = part.target().remaining();
            int start = part.target().position();
            for (int done = 0; done < length; done += requestBytes) {
                var target = part.target().slice(start + done, Math.min(requestBytes, length - done));
                requests.add(new ReadRequest(part.offset() + done, target, 0, batch));
            }
        }
        connections.submit(requests);
        return batch.done();
    }

    private int count(List<Part> parts) {
        return parts.stream()
                .mapToInt(part -> Math.ceilDiv(part.target().remaining(), requestBytes))
                .sum();
    }

    /// Ends all connections politely, so that the hosts detach the disk; what is in flight fails.
    @Override
    public void close() {
        connections.close();
    }
}
