package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeletionTest {
    @RegisterExtension
    static final TestCluster CLUSTER = new TestCluster();

    private static String map(String name, String rest) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s%s}}".formatted(name, rest);
    }

    private static String owned(String by, String uid) {
        return ", ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: %s, uid: %s, blockOwnerDeletion: true}]"
                .formatted(by, uid);
    }

    /// An owner and a dependent; returns the path of their kind.
    private static String family(String namespace) {
        var maps = CLUSTER.namespace(namespace) + "/configmaps";
        var owner = CLUSTER.post(maps, map("owner", ""));
        CLUSTER.post(maps, map("child", owned("owner", owner.text("metadata", "uid"))));
        return maps;
    }

    private static void awaitGone(String path) {
        await().untilAsserted(() -> assertThat(CLUSTER.get(path).code()).isEqualTo(404));
    }

    @Test
    void anObjectWithAFinalizerWaitsForIt() {
        var maps = CLUSTER.namespace("finalizer") + "/configmaps";
        CLUSTER.post(maps, map("a", ", finalizers: [x.example.com/f]"));

        var deleted = CLUSTER.delete(maps + "/a");
        var adding = CLUSTER.patch(
                "merge", maps + "/a", "{\"metadata\":{\"finalizers\":[\"x.example.com/f\",\"x.example.com/g\"]}}");
        var released = CLUSTER.patch("merge", maps + "/a", "{\"metadata\":{\"finalizers\":null}}");

        assertThat(deleted.text("metadata", "deletionTimestamp")).isNotEmpty();
        assertThat(adding.code()).isEqualTo(422);
        assertThat(released.code()).isEqualTo(200);
        assertThat(CLUSTER.get(maps + "/a").code()).isEqualTo(404);
    }

    @Test
    void dependentsGoAfterTheirOwner() {
        var maps = family("background");

        CLUSTER.delete(maps + "/owner");

        awaitGone(maps + "/child");
    }

    @Test
    void dependentsGoBeforeTheirOwnerInForeground() {
        var maps = family("foreground");
        CLUSTER.patch("merge", maps + "/child", "{\"metadata\":{\"finalizers\":[\"x.example.com/f\"]}}");

        var held = CLUSTER.delete(maps + "/owner?propagationPolicy=Foreground");
        await().untilAsserted(() -> assertThat(CLUSTER.get(maps + "/child").text("metadata", "deletionTimestamp"))
                .isNotEmpty());
        assertThat(CLUSTER.get(maps + "/owner").code()).isEqualTo(200);
        CLUSTER.patch("merge", maps + "/child", "{\"metadata\":{\"finalizers\":null}}");

        assertThat(held.at("metadata", "finalizers").toString()).isEqualTo("[\"foregroundDeletion\"]");
        awaitGone(maps + "/owner");
    }

    @Test
    void orphansLoseTheReferenceAndStay() {
        var maps = family("orphan");

        CLUSTER.delete(maps + "/owner?propagationPolicy=Orphan");

        awaitGone(maps + "/owner");
        assertThat(CLUSTER.get(maps + "/child").at("metadata", "ownerReferences"))
                .isEmpty();
    }

    @Test
    void anOwnerInAnotherNamespaceIsNone() {
        var elsewhere = CLUSTER.namespace("elsewhere") + "/configmaps";
        var owner = CLUSTER.post(elsewhere, map("owner", ""));
        var maps = CLUSTER.namespace("stranger") + "/configmaps";

        CLUSTER.post(maps, map("child", owned("owner", owner.text("metadata", "uid"))));

        awaitGone(maps + "/child");
    }

    @Test
    void aWrongUidDeletesNothing() {
        var maps = CLUSTER.namespace("uid") + "/configmaps";
        CLUSTER.post(maps, map("a", ""));

        var refused = CLUSTER.send(CLUSTER.request("DELETE", maps + "/a", "{\"preconditions\":{\"uid\":\"other\"}}")
                .header("Content-Type", "application/json"));

        assertThat(refused.code()).isEqualTo(409);
        assertThat(CLUSTER.get(maps + "/a").code()).isEqualTo(200);
    }

    @Test
    void aCollectionIsDeletedByLabel() {
        var maps = CLUSTER.namespace("collection") + "/configmaps";
        CLUSTER.post(maps, map("a", ", labels: {x: '1'}"));
        CLUSTER.post(maps, map("b", ""));

        CLUSTER.delete(maps + "?labelSelector=x");

        assertThat(CLUSTER.get(maps).at("items").findValuesAsText("name")).containsExactly("b");
    }

    @Test
    void aNamespaceGoesWithItsContentsOnceFinalizersAllow() {
        var namespace = CLUSTER.namespace("terminating");
        CLUSTER.post(namespace + "/configmaps", map("a", ", finalizers: [x.example.com/f]"));
        CLUSTER.post(namespace + "/configmaps", map("b", ""));

        CLUSTER.delete(namespace);
        var refused = CLUSTER.post(namespace + "/configmaps", map("c", ""));
        awaitGone(namespace + "/configmaps/b");
        assertThat(CLUSTER.get(namespace).text("status", "phase")).isEqualTo("Terminating");
        CLUSTER.patch("merge", namespace + "/configmaps/a", "{\"metadata\":{\"finalizers\":null}}");

        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.at("details", "causes").path(0).path("reason").asText())
                .isEqualTo("NamespaceTerminating");
        awaitGone(namespace);
    }

    @Test
    void aDefinitionGoesWithItsObjects() {
        CLUSTER.namespace("definition");
        CLUSTER.post(Widgets.DEFINITIONS, Widgets.definition("things", "{type: object}"));
        CLUSTER.post(Widgets.path("things", "definition"), Widgets.object("things", "a", "{}"));

        CLUSTER.delete(Widgets.DEFINITIONS + "/things.toys.example.com");

        awaitGone(Widgets.DEFINITIONS + "/things.toys.example.com");
        assertThat(CLUSTER.get(Widgets.path("things", "definition")).code()).isEqualTo(404);
    }

    @Test
    void aDeletedJobLeavesItsPodsUnlessToldOtherwise() {
        var deleted = "/apis/batch/v1/namespaces/default/jobs";
        CLUSTER.post(
                deleted,
                "{apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {suspend: true, template: {spec:"
                        + " {restartPolicy: Never, containers: [{name: c, image: i}]}}}}");

        var answer = CLUSTER.delete(deleted + "/j");

        assertThat(answer.warning()).contains("child pods are preserved by default when jobs are deleted");
    }
}
