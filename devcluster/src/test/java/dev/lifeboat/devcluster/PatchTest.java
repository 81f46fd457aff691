package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.devcluster.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PatchTest {
    @RegisterExtension
    static final TestCluster CLUSTER = new TestCluster();

    private static final String POD = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: d, labels: {a: '1', b: '2'}, finalizers: [x.example.com/a]}
        spec:
          template:
            spec:
              containers:
              - {name: one, image: i, env: [{name: A, value: '1'}, {name: B, value: '2'}]}
              - {name: two, image: i}
        """;

    private static String deployment(String namespace) {
        CLUSTER.namespace(namespace);
        var path = "/apis/apps/v1/namespaces/" + namespace + "/deployments";
        assertThat(CLUSTER.post(path, POD).code()).isEqualTo(201);
        return path + "/d";
    }

    @Test
    void aJsonPatchChangesByPath() {
        var path = deployment("json");

        var patched = CLUSTER.patch(
                "json",
                path,
                "[{\"op\":\"test\",\"path\":\"/metadata/labels/a\",\"value\":\"1\"},{\"op\":\"remove\",\"path\":\"/metadata/labels/b\"}]");

        assertThat(patched.code()).isEqualTo(200);
        assertThat(patched.at("metadata", "labels")).isEqualTo(Json.parse("{\"a\":\"1\"}"));
    }

    @Test
    void aFailedTestInAJsonPatchChangesNothing() {
        var path = deployment("jsontest");

        var refused =
                CLUSTER.patch("json", path, "[{\"op\":\"test\",\"path\":\"/metadata/labels/a\",\"value\":\"9\"}]");

        assertThat(refused.code()).isEqualTo(400);
    }

    @Test
    void aMergePatchRemovesByNullAndReplacesLists() {
        var path = deployment("merge");

        var patched = CLUSTER.patch(
                "merge",
                path,
                "{\"metadata\":{\"labels\":{\"a\":null,\"c\":\"3\"}},\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"new\",\"image\":\"i\"}]}}}}");

        assertThat(patched.at("metadata", "labels")).isEqualTo(Json.parse("{\"b\":\"2\",\"c\":\"3\"}"));
        assertThat(patched.at("spec", "template", "spec", "containers")).hasSize(1);
    }

    @Test
    void aStrategicPatchMergesListsByTheirKeys() {
        var path = deployment("strategic");

        var patched = CLUSTER.patch("strategic-merge", path, """
            {"metadata":{"finalizers":["x.example.com/b"]},"spec":{"template":{"spec":{
              "$setElementOrder/containers":[{"name":"one"},{"name":"two"}],
              "containers":[{"name":"one","env":[{"name":"B","value":"9"},{"name":"A","$patch":"delete"}]}]}}}}
            """);

        var containers = patched.at("spec", "template", "spec", "containers");
        assertThat(containers).hasSize(2);
        assertThat(containers.path(0).path("env").toString()).isEqualTo("[{\"name\":\"B\",\"value\":\"9\"}]");
        assertThat(Json.texts(patched.at("metadata", "finalizers")))
                .containsExactly("x.example.com/a", "x.example.com/b");
    }

    @Test
    void aStrategicPatchOfACustomResourceIsRefused() {
        CLUSTER.namespace("custom");
        CLUSTER.post(Widgets.DEFINITIONS, Widgets.definition("gadgets", "{type: object}"));
        CLUSTER.post(Widgets.path("gadgets", "custom"), Widgets.object("gadgets", "a", "{}"));

        assertThat(CLUSTER.patch("strategic-merge", Widgets.path("gadgets", "custom") + "/a", "{}")
                        .code())
                .isEqualTo(415);
    }

    @Test
    void aPatchThatChangesNothingKeepsTheResourceVersion() {
        var path = deployment("noop");
        var before = CLUSTER.get(path).text("metadata", "resourceVersion");

        var patched = CLUSTER.patch("merge", path, "{\"metadata\":{\"labels\":{\"a\":\"1\"}}}");

        assertThat(patched.text("metadata", "resourceVersion")).isEqualTo(before);
    }

    @Test
    void onlyChangesOfTheSpecMakeANewGeneration() {
        var path = deployment("generation");

        var labelled = CLUSTER.patch("merge", path, "{\"metadata\":{\"labels\":{\"a\":\"5\"}}}");
        var changed = CLUSTER.patch("merge", path, "{\"spec\":{\"replicas\":2}}");
        var reported =
                CLUSTER.patch("merge", path + "/status", "{\"status\":{\"replicas\":2},\"spec\":{\"replicas\":7}}");

        assertThat(labelled.at("metadata", "generation").asInt()).isEqualTo(1);
        assertThat(changed.at("metadata", "generation").asInt()).isEqualTo(2);
        assertThat(reported.at("metadata", "generation").asInt()).isEqualTo(2);
        assertThat(reported.at("spec", "replicas").asInt()).isEqualTo(2);
        assertThat(reported.at("status", "replicas").asInt()).isEqualTo(2);
    }

    @Test
    void statusIsIgnoredOutsideItsSubresource() {
        var path = deployment("status");

        var patched = CLUSTER.patch("merge", path, "{\"status\":{\"replicas\":9}}");

        assertThat(patched.at("status").isMissingNode()).isTrue();
    }
}
