package dev.lifeboat.xen.transfer;

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
import java.util.function.Supplier;

/// Asks handlers, each time with a task of its own.
public final class Handlers {

    /// How long the pool may take to write down why it refused.
    private static final Duration REASON = Duration.ofSeconds(10);

    private final XapiSession session;
    private final XapiTasks tasks;
    private final HandlerChannel channel;
    private final Supplier<Optional<UUID>> master;

    /// @param master the host that the session is with, where ways to hosts are known
    public Handlers(XapiSession session, XapiTasks tasks, HandlerChannel channel, Supplier<Optional<UUID>> master) {
        this.session = session;
        this.tasks = tasks;
        this.channel = channel;
        this.master = master;
    }

    static Map<String, String> with(Map<String, String> query, String key, String value) {
        var all = new LinkedHashMap<>(query);
        all.put(key, value);
        return all;
    }

    XapiSession session() {
        return session;
    }

    Transfer get(String what, String path, Map<String, String> query) {
        return open(what, access -> HandlerRequest.get(path, both(access, query)));
    }

    Transfer put(String what, String path, Map<String, String> query, long bodyBytes) {
        return open(what, access -> HandlerRequest.put(path, both(access, query), bodyBytes));
    }

    private static Map<String, String> both(Map<String, String> access, Map<String, String> query) {
        var all = new LinkedHashMap<>(access);
        all.putAll(query);
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
                throw refused(what, e);
            }
            this.session.renew(session);
        }
        try {
            return attempt(what, this.session.ref(), request);
        } catch (HandlerRefusedException e) {
            throw refused(what, e);
        }
    }

    private static TransferFailedException refused(String what, HandlerRefusedException e) {
        return new TransferFailedException(what + " was refused: " + e.getMessage(), e);
    }

    private Transfer attempt(String what, String sessionRef, Function<Map<String, String>, HandlerRequest> request)
            throws HandlerRefusedException {
        String task = tasks.create(what);
        try {
            var access = Map.of("session_id", sessionRef, "task_id", task);
            var connection = channel.open(session.master(), master.get(), request.apply(access));
            return new Transfer(what, tasks, task, connection);
        } catch (HandlerRefusedException e) {
            var reason = e.sessionRefused() ? Optional.<XapiException>empty() : tasks.failure(what, task, REASON);
            tasks.discard(task);
            if (reason.isPresent()) {
                throw reason.get();
            }
            throw e;
        } catch (RuntimeException e) {
            tasks.discard(task);
            throw e;
        }
    }
}
