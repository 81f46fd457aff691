package dev.lifeboat.simulator.nbd;

import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.http.Query;
import dev.lifeboat.simulator.rpc.XapiError;
import java.io.Closeable;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A disk opened for reading: attached to the host's control domain as long as the connection lives, and a little
/// longer.
final class Export implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Export.class);

    private final NbdContext context;
    private final Entity vbd;
    private final String uuid;
    private final long sizeBytes;

    private Export(NbdContext context, Entity vbd, String uuid, long sizeBytes) {
        this.context = context;
        this.vbd = vbd;
        this.uuid = uuid;
        this.sizeBytes = sizeBytes;
    }

    /// Nothing when the name, the session or the disk is not good for it; the client learns no reason.
    static Optional<Export> open(NbdContext context, Host host, String name) {
        int question = name.indexOf('?');
        if (!name.startsWith("/") || question < 0) {
            LOG.debug("{}: not an export name", host);
            return Optional.empty();
        }
        var uuid = name.substring(1, question);
        var session = Query.parse(name.substring(question + 1)).get("session_id");
        var pool = context.pool();
        if (session.isEmpty() || pool.sessions().find(session.get()).isEmpty()) {
            LOG.debug("{}: no valid session for export {}", host, uuid);
            return Optional.empty();
        }
        try {
            return pool.database().byUuid("VDI", uuid).map(vdi -> {
                var vbd = pool.attachments().attach(host, vdi, false);
                context.exportsOpened().incrementAndGet();
                return new Export(context, vbd, uuid, vdi.number("virtual_size"));
            });
        } catch (XapiError e) {
            LOG.debug("{}: export {} cannot be attached: {}", host, uuid, e.getMessage());
            return Optional.empty();
        }
    }

    long sizeBytes() {
        return sizeBytes;
    }

    void read(long offset, byte[] target, int at, int length) {
        context.pool().disks().store().read(uuid, offset, target, at, length);
    }

    @Override
    public void close() {
        context.pool().attachments().detachLater(vbd);
    }
}
