package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ApplyTest {
    @RegisterExtension
    static final TestCluster CLUSTER = new TestCluster();

    private static final String SPEC = """
        {type: object, properties: {
          size: {type: integer}, color: {type: string, default: green}, other: {type: string},
          free: {type: object, x-kubernetes-preserve-unknown-fields: true},
          labels: {type: object, additionalProperties: {type: string}},
          whole: {type: object, x-kubernetes-map-type: atomic, properties: {a: {type: string}, b: {type: string}}},
          plain: {type: array, items: {type: string}},
          names: {type: array, x-kubernetes-list-type: set, items: {type: string}},
          parts: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name], items:
            {type: object, required: [name], properties: {name: {type: string}, a: {type: string}, b: {type: string}}}}}}
        """.replace("\n", " ");

    @BeforeAll
    static void define() {
        assertThat(CLUSTER.post(Widgets.DEFINITIONS, Widgets.definition("widgets", SPEC))
                        .code())
                .isEqualTo(201);
    }

    private static String path(String namespace) {
        CLUSTER.namespace(namespace);
        return Widgets.path("widgets", namespace) + "/w";
    }

    private static String widget(String spec) {
        return Widgets.object("widgets", "w", spec);
    }

    private static List<String> owners(JsonNode object) {
        var owners = new ArrayList<String>();
        for (var entry : Json.at(object, "metadata", "managedFields")) {
            owners.add("%s %s %s %s"
                    .formatted(
                            Json.textAt(entry, "manager"),
                            Json.textAt(entry, "operation"),
                            Json.textAt(entry, "subresource"),
                            entry.path("fieldsV1")));
        }
        return owners;
    }

    @Test
    void applyingAnAbsentObjectCreatesIt() {
        var path = path("create");

        var applied = CLUSTER.apply("me", path, widget("{size: 1}"));

        assertThat(applied.code()).isEqualTo(201);
        assertThat(applied.text("spec", "color")).isEqualTo("green");
        assertThat(owners(applied.body())).containsExactly("me Apply  {\"f:spec\":{\"f:size\":{}}}");
    }

    @Test
    void applyingTheSameAgainChangesNothing() {
        var path = path("same");
        var first = CLUSTER.apply("me", path, widget("{size: 1, parts: [{name: p, a: x}]}"));

        var second = CLUSTER.apply("me", path, widget("{size: 1, parts: [{name: p, a: x}]}"));

        assertThat(second.code()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
    }

    @Test
    void fieldsLeftOutAreRemoved() {
        var path = path("removal");
        CLUSTER.apply(
                "me",
                path,
                widget("{size: 1, other: x, labels: {a: '1', b: '2'}, names: [p, q], parts: [{name: p}, {name: q}]}"));

        var applied = CLUSTER.apply("me", path, widget("{size: 1, labels: {a: '1'}, names: [q], parts: [{name: q}]}"));

        assertThat(applied.at("spec"))
                .as(applied.text())
                .isEqualTo(
                        Json.parse(
                                "{\"color\":\"green\",\"size\":1,\"labels\":{\"a\":\"1\"},\"names\":[\"q\"],\"parts\":[{\"name\":\"q\"}]}"));
    }

    @Test
    void fieldsOfOthersStayWhenLeftOut() {
        var path = path("others");
        CLUSTER.apply("me", path, widget("{size: 1, other: x}"));
        CLUSTER.apply("you", path, widget("{other: x}"));

        var applied = CLUSTER.apply("me", path, widget("{size: 1}"));

        assertThat(applied.text("spec", "other")).isEqualTo("x");
    }

    @Test
    void changingAFieldOfAnotherIsAConflict() {
        var path = path("conflict");
        CLUSTER.apply("me", path, widget("{size: 1}"));

        var refused = CLUSTER.apply("you", path, widget("{size: 2}"));

        assertThat(refused.code()).isEqualTo(409);
        assertThat(refused.text("message")).isEqualTo("Apply failed with 1 conflict: conflict with \"me\": .spec.size");
        assertThat(refused.at("details", "causes").path(0).path("reason").asText())
                .isEqualTo("FieldManagerConflict");
    }

    @Test
    void forceTakesTheFieldOver() {
        var path = path("force");
        CLUSTER.apply("me", path, widget("{size: 1, other: x}"));

        var applied = CLUSTER.apply("you", path + "?force=true", widget("{size: 2}"));

        assertThat(applied.at("spec", "size").asInt()).isEqualTo(2);
        assertThat(owners(applied.body()))
                .containsExactly("me Apply  {\"f:spec\":{\"f:other\":{}}}", "you Apply  {\"f:spec\":{\"f:size\":{}}}");
    }

    @Test
    void anUpdateTakesTheFieldsItChanges() {
        var path = path("update");
        CLUSTER.apply("me", path, widget("{size: 1, other: x}"));

        CLUSTER.patch("merge", path + "?fieldManager=editor", "{\"spec\":{\"size\":2}}");
        var refused = CLUSTER.apply("me", path, widget("{size: 1, other: x}"));

        assertThat(refused.text("message"))
                .isEqualTo(
                        "Apply failed with 1 conflict: conflict with \"editor\" using toys.example.com/v1: .spec.size");
    }

    @Test
    void statusIsOwnedApart() {
        var path = path("status");
        CLUSTER.apply("me", path, widget("{size: 1}"));

        CLUSTER.apply(
                "me",
                path + "/status",
                "{apiVersion: toys.example.com/v1, kind: widgetsKind, metadata: {name: w}, status: {phase: Good,"
                        + " conditions: [{type: Ready, status: 'True'}]}}");
        var applied = CLUSTER.apply("me", path, widget("{size: 2}"));

        assertThat(applied.text("status", "phase")).isEqualTo("Good");
        assertThat(owners(applied.body()))
                .containsExactlyInAnyOrder(
                        "me Apply  {\"f:spec\":{\"f:size\":{}}}",
                        "me Apply status"
                            + " {\"f:status\":{\"f:conditions\":{\"k:{\\\"type\\\":\\\"Ready\\\"}\":{\".\":{},\"f:status\":{},\"f:type\":{}}},\"f:phase\":{}}}");
    }

    @Test
    void keyedListsMergeItemByItem() {
        var path = path("keyed");
        CLUSTER.apply("me", path, widget("{parts: [{name: p, a: '1'}]}"));

        var applied = CLUSTER.apply("you", path, widget("{parts: [{name: p, b: '2'}, {name: q}]}"));

        assertThat(applied.at("spec", "parts").toString())
                .isEqualTo("[{\"name\":\"p\",\"a\":\"1\",\"b\":\"2\"},{\"name\":\"q\"}]");
    }

    @Test
    void anItemStaysAsLongAsSomeoneOwnsAPartOfIt() {
        var path = path("shared");
        CLUSTER.apply("me", path, widget("{parts: [{name: p, a: '1'}]}"));
        CLUSTER.apply("you", path, widget("{parts: [{name: p, b: '2'}]}"));

        var applied = CLUSTER.apply("me", path, widget("{size: 1}"));

        assertThat(applied.at("spec", "parts").toString()).isEqualTo("[{\"name\":\"p\",\"b\":\"2\"}]");
    }

    @Test
    void atomicListsAndMapsAreOwnedWhole() {
        var path = path("atomic");
        CLUSTER.apply("me", path, widget("{plain: [x], whole: {a: '1'}}"));

        var refused = CLUSTER.apply("you", path, widget("{plain: [x, y], whole: {b: '2'}}"));

        assertThat(refused.at("details", "causes").findValuesAsText("field"))
                .containsExactlyInAnyOrder(".spec.plain", ".spec.whole");
    }

    @Test
    void aManagerIsRequired() {
        var path = path("manager");

        assertThat(CLUSTER.send(CLUSTER.request("PATCH", path, widget("{}"))
                                .header("Content-Type", "application/apply-patch+yaml"))
                        .code())
                .isEqualTo(400);
    }

    @Test
    void builtInListsMergeByTheirKeys() {
        CLUSTER.namespace("builtin");
        var path = "/apis/apps/v1/namespaces/builtin/deployments/d";
        var one = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {template: {spec: {containers:"
                + " [{name: c, image: i, env: [{name: A, value: '1'}]}]}}}}";
        CLUSTER.apply("me", path, one);

        var applied = CLUSTER.apply("you", path, one.replace("{name: A, value: '1'}", "{name: B, value: '2'}"));

        assertThat(applied.code()).isEqualTo(200);
        assertThat(applied.at("spec", "template", "spec", "containers").path(0).path("env"))
                .hasSize(2);
    }

    @Test
    void aFinalizerIsAppliedAndGivenUp() {
        var path = path("finalizer");
        CLUSTER.apply("user", path, widget("{size: 1}"));
        var bare = "{apiVersion: toys.example.com/v1, kind: widgetsKind, metadata: {name: w%s}}";

        var held = CLUSTER.apply("op", path, bare.formatted(", finalizers: [toys.example.com/f]"));
        var released = CLUSTER.apply("op", path, bare.formatted(""));

        assertThat(Json.texts(held.at("metadata", "finalizers"))).containsExactly("toys.example.com/f");
        assertThat(released.at("metadata", "finalizers").isMissingNode()).isTrue();
    }
}
