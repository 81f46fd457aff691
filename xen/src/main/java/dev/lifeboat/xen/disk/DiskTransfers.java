package dev.lifeboat.xen.disk;

import dev.lifeboat.xen.DiskExport;
import dev.lifeboat.xen.DiskImport;
import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.https.HandlerChannel;
import dev.lifeboat.xen.https.HandlerRefusedException;
import dev.lifeboat.xen.https.HandlerRequest;
import dev.lifeboat.xen.xapi.XapiSession;
import dev.lifeboat.xen.xapi.XapiTasks;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Starts transfers.
public final class DiskTransfers {

    /// How long the pool may take to write down why it refused.
    private static final Duration REASON = Duration.ofSeconds(10);

    private final XapiSession session;
    private final XapiTasks tasks;
    private final HandlerChannel channel;

    public DiskTransfers(XapiSession session, XapiTasks tasks, HandlerChannel channel) {
        this.session = session;
        this.tasks = tasks;
        this.channel = channel;
    }

    public DiskExport export(UUID vdi, long sizeBytes) {
        var transfer = open("Export of VDI " + vdi, query -> HandlerRequest.get("/export_raw_vdi", with(query, vdi)));
        return new RawExport(transfer, sizeBytes);
    }

    public DiskImport importRaw(UUID vdi, long sizeBytes) {
        return new HandlerImport(openImport(vdi, sizeBytes, Map.of()), new SequentialFraming(), sizeBytes);
    }

    public DiskImport importChunked(UUID vdi, long bodyBytes) {
        return new HandlerImport(openImport(vdi, bodyBytes, Map.of("chunked", "true")), new ChunkFraming(), bodyBytes);
    }

    private Transfer openImport(UUID vdi, long bodyBytes, Map<String, String> more) {
        return open("Import into VDI " + vdi, query -> {
            var all = with(query, vdi);
            all.putAll(more);
            return HandlerRequest.put("/import_raw_vdi", all, bodyBytes);
        });
    }

    private static Map<String, String> with(Map<String, String> query, UUID vdi) {
        var all = new LinkedHashMap<>(query);
        all.put("vdi", vdi.toString());
        all.put("format", "raw");
        return all;
    }

    /// A session that is refused here was lost since the last call: one attempt with a new one, and with a
    /// new task, since the handler has failed the first.
    private Transfer open(String what, Function<Map<String, String>, HandlerRequest> request) {
        String session = this.session.ref();
        try {
            return attempt(what, session, request);
        } catch (HandlerRefusedException e) {
            if (!e.sessionRefused()) {
                throw new TransferFailedException(what + " was refused: " + e.getMessage(), e);
            }
            this.session.renew(session);
        }
        try {
            return attempt(what, this.session.ref(), request);
        } catch (HandlerRefusedException e) {
            throw new TransferFailedException(what + " was refused: " + e.getMessage(), e);
        }
    }

    private Transfer attempt(String what, String sessionRef, Function<Map<String, String>, HandlerRequest> request)
            throws HandlerRefusedException {
        String task = tasks.create("Lifeboat: " + what, "");
        try {
            var query = Map.of("session_id", sessionRef, "task_id", task);
            return new Transfer(what, tasks, task, channel.open(session.master(), request.apply(query)));
        } catch (HandlerRefusedException e) {
            var reason = e.sessionRefused() ? Optional.<XapiException>empty() : tasks.failure(what, task, REASON);
            tasks.abandon(task);
            if (reason.isPresent()) {
                throw reason.get();
            }
            throw e;
        } catch (RuntimeException e) {
            tasks.abandon(task);
            throw e;
        }
    }
}
