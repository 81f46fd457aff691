package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WatchTest {
    @RegisterExtension
    static final TestCluster CLUSTER = new TestCluster();

    private static String map(String name, String labels) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, labels: %s}}".formatted(name, labels);
    }

    private static List<String> told(String path, int events) {
        try (var stream = CLUSTER.watch(path)) {
            return stream.limit(events).map(WatchTest::shown).toList();
        }
    }

    private static String shown(JsonNode event) {
        return Json.textAt(event, "type") + " " + Json.textAt(event, "object", "metadata", "name");
    }

    @Test
    void aWatchGoesOnFromAResourceVersion() {
        var maps = CLUSTER.namespace("resume") + "/configmaps";
        var from = CLUSTER.get(maps).text("metadata", "resourceVersion");
        CLUSTER.post(maps, map("a", "{}"));
        CLUSTER.patch("merge", maps + "/a", "{\"data\":{\"k\":\"v\"}}");
        CLUSTER.delete(maps + "/a");

        assertThat(told(maps + "?watch=true&resourceVersion=" + from, 3))
                .containsExactly("ADDED a", "MODIFIED a", "DELETED a");
    }

    @Test
    void withoutAResourceVersionItBeginsWithWhatThereIs() {
        var maps = CLUSTER.namespace("initial") + "/configmaps";
        CLUSTER.post(maps, map("a", "{}"));

        assertThat(told(maps + "?watch=true", 1)).containsExactly("ADDED a");
    }

    @Test
    void anObjectThatLeavesTheSelectionIsDeletedForTheWatch() {
        var maps = CLUSTER.namespace("selection") + "/configmaps";
        var from = CLUSTER.get(maps).text("metadata", "resourceVersion");
        CLUSTER.post(maps, map("a", "{app: x}"));
        CLUSTER.post(maps, map("b", "{app: y}"));
        CLUSTER.patch("merge", maps + "/a", "{\"metadata\":{\"labels\":{\"app\":\"y\"}}}");
        CLUSTER.patch("merge", maps + "/b", "{\"metadata\":{\"labels\":{\"app\":\"x\"}}}");

        assertThat(told(maps + "?watch=true&labelSelector=app%3Dx&resourceVersion=" + from, 3))
                .containsExactly("ADDED a", "DELETED a", "ADDED b");
    }

    @Test
    void aWatchEndsWhenItsTimeIsOver() {
        try (var stream = CLUSTER.watch("/api/v1/namespaces/default/configmaps?watch=true&timeoutSeconds=1")) {
            assertThat(stream.toList()).isEmpty();
        }
    }

    @Test
    void aStreamingListEndsWithABookmark() {
        var maps = CLUSTER.namespace("bookmark") + "/configmaps";
        CLUSTER.post(maps, map("a", "{}"));

        try (var stream = CLUSTER.watch(maps + "?watch=true&sendInitialEvents=true&allowWatchBookmarks=true")) {
            var events = stream.limit(2).toList();
            assertThat(shown(events.getFirst())).isEqualTo("ADDED a");
            assertThat(Json.textAt(events.get(1), "object", "metadata", "annotations", "k8s.io/initial-events-end"))
                    .isEqualTo("true");
        }
    }

    @Test
    void watchEventsCanBeTables() {
        var maps = CLUSTER.namespace("tables") + "/configmaps";
        CLUSTER.post(maps, map("a", "{}"));

        var events = CLUSTER.send(CLUSTER.request("GET", maps + "?watch=true&timeoutSeconds=1", "")
                .header("Accept", "application/json;as=Table;g=meta.k8s.io;v=v1"));

        assertThat(events.text()).contains("\"kind\":\"Table\"");
    }
}
