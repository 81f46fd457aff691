package dev.lifeboat.devcluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.api.ApiFailure;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.store.Change;
import dev.lifeboat.devcluster.store.ClusterState;
import dev.lifeboat.devcluster.store.RevisionGone;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One watch: a stream of JSON lines until its time is over or the client is gone.
final class WatchStream {
    /// Often enough that a client's resourceVersion never grows too old, and that a client that has gone is noticed.
    private static final Duration BOOKMARK_PERIOD = Duration.ofSeconds(30);

    private final ClusterState store;
    private final Selection selection;
    private final Rendering rendering;
    private final OutputStream out;
    private final Clock clock;
    private boolean bookmarks;

    WatchStream(ClusterState store, Selection selection, Rendering rendering, OutputStream out, Clock clock) {
        this.store = store;
        this.selection = selection;
        this.rendering = rendering;
        this.out = out;
        this.clock = clock;
    }

    void run(Query query, Duration atMost) throws IOException, InterruptedException {
        bookmarks = query.flag("allowWatchBookmarks");
        var end = clock.instant().plus(atMost);
        try {
            follow(start(query), end);
        } catch (RevisionGone e) {
            send("ERROR", ApiFailure.expired(e.getMessage()).status());
        }
    }

    /// The revision to go on from; without one, or with 0, the stream begins with what there is.
    private long start(Query query) throws IOException {
        var from = query.text("resourceVersion");
        var initial = query.flag("sendInitialEvents");
        if (!from.isEmpty() && !from.equals("0") && !initial) {
            return Long.parseLong(from);
        }
        var listing = store.list(selection.kind().resource());
        for (var object : listing.objects()) {
            if (selection.test(object)) {
                send("ADDED", rendering.object(object));
            }
        }
        if (initial) {
            send("BOOKMARK", bookmark(listing.revision(), true));
        }
        return listing.revision();
    }

    private void follow(long from, Instant end) throws IOException, InterruptedException {
        var revision = from;
        while (!store.closed() && clock.instant().isBefore(end)) {
            var left = Duration.between(clock.instant(), end);
            var changes = store.changesAfter(revision, left.compareTo(BOOKMARK_PERIOD) < 0 ? left : BOOKMARK_PERIOD);
            for (var change : changes) {
                revision = change.revision();
                tell(change);
            }
            if (changes.isEmpty() && bookmarks) {
                send("BOOKMARK", bookmark(revision, false));
            }
        }
    }

    private void tell(Change change) throws IOException {
        if (!change.resource().equals(selection.kind().resource())) {
            return;
        }
        var type = typeFor(change);
        if (type.isPresent()) {
            send(type.get(), rendering.object(change.object()));
        }
    }

    /// An object that enters the selection is new to this watch, one that leaves it is gone for it.
    private Optional<String> typeFor(Change change) {
        var before = change.previous().filter(selection).isPresent();
        var now = change.type() != Change.Type.DELETED && selection.test(change.object());
        if (now) {
            return Optional.of(before ? "MODIFIED" : "ADDED");
        }
        return before ? Optional.of("DELETED") : Optional.empty();
    }

    private ObjectNode bookmark(long revision, boolean initialEnd) {
        var kind = selection.kind();
        var object = Json.object()
                .put("kind", kind.kind())
                .put("apiVersion", kind.version().apiVersion());
        var meta = object.putObject("metadata").put("resourceVersion", Long.toString(revision));
        meta.putNull("creationTimestamp");
        if (initialEnd) {
            meta.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        return object;
    }

    private void send(String type, JsonNode object) throws IOException {
        var event = Json.object().put("type", type);
        event.set("object", object);
        out.write(Json.bytes(event));
        out.write('\n');
        out.flush();
    }
}
