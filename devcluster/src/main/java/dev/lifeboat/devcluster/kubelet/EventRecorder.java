package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.api.ApiFailure;
import dev.lifeboat.devcluster.control.ObjectWrites;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.BuiltIn;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/// Writes Events; one that says the same again is counted instead.
final class EventRecorder {
    private final ObjectWrites objects;
    private final Clock clock;

    EventRecorder(ObjectWrites objects, Clock clock) {
        this.objects = objects;
        this.clock = clock;
    }

    void normal(JsonNode about, String reason, String message) {
        record(about, "Normal", reason, message);
    }

    void warning(JsonNode about, String reason, String message) {
        record(about, "Warning", reason, message);
    }

    private void record(JsonNode about, String type, String reason, String message) {
        var meta = Meta.of(about);
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        var name = "%s.%x".formatted(meta.name(), (meta.uid() + reason + message).hashCode());
        var known = objects.find(BuiltIn.EVENTS, new ObjectKey(meta.namespace(), name));
        if (known.isPresent()) {
            objects.change(
                    BuiltIn.EVENTS,
                    known.get(),
                    event -> event.put("lastTimestamp", now)
                            .put("count", event.path("count").asInt() + 1));
            return;
        }
        var event = Json.object().put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata").put("name", name).put("namespace", meta.namespace());
        event.putObject("involvedObject")
                .put("apiVersion", Json.textAt(about, "apiVersion"))
                .put("kind", Json.textAt(about, "kind"))
                .put("namespace", meta.namespace())
                .put("name", meta.name())
                .put("uid", meta.uid())
                .put("resourceVersion", meta.resourceVersion());
        event.put("type", type).put("reason", reason).put("message", message).put("count", 1);
        event.put("firstTimestamp", now).put("lastTimestamp", now).put("reportingComponent", "devcluster");
        event.putObject("source").put("component", "devcluster");
        try {
            objects.create(BuiltIn.EVENTS, event);
        } catch (ApiFailure _) {
            // The namespace is on its way out: nobody is left to read it.
        }
    }
}
