package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.devcluster.json.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DiscoveryTest {
    @RegisterExtension
    static final TestCluster CLUSTER = new TestCluster();

    @BeforeAll
    static void define() {
        CLUSTER.post(
                Widgets.DEFINITIONS,
                Widgets.definition(
                        "widgets",
                        "{type: object, description: What is wanted., properties: {size: {type: integer}}}"));
    }

    @Test
    void aDefinedKindIsDiscovered() {
        var resources = CLUSTER.get("/apis/toys.example.com/v1");

        assertThat(resources.at("resources").findValuesAsText("name")).containsExactly("widgets", "widgets/status");
        assertThat(Json.texts(resources.at("resources").path(0).path("shortNames")))
                .containsExactly("widgetssh");
        assertThat(CLUSTER.get("/apis").at("groups").findValuesAsText("name")).contains("toys.example.com", "batch");
        assertThat(CLUSTER.get("/apis/none.example.com/v1").code()).isEqualTo(404);
    }

    @Test
    void itsSchemaIsServed() {
        var index = CLUSTER.get("/openapi/v3");
        var document = CLUSTER.get(index.text("paths", "apis/toys.example.com/v1", "serverRelativeURL"));

        assertThat(document.text(
                        "components",
                        "schemas",
                        "toys.example.com.v1.widgetsKind",
                        "properties",
                        "spec",
                        "description"))
                .isEqualTo("What is wanted.");
    }

    @Test
    void theVersionIsOneOfKubernetes() {
        assertThat(CLUSTER.get("/version").text("gitVersion")).startsWith("v1.32.");
        assertThat(CLUSTER.get("/readyz").text()).isEqualTo("ok");
    }

    @Test
    void printerColumnsMakeTheTable() {
        CLUSTER.namespace("table");
        var path = Widgets.path("widgets", "table");
        CLUSTER.post(path, Widgets.object("widgets", "a", "{size: 5}"));
        CLUSTER.patch(
                "merge",
                path + "/a/status",
                "{\"status\":{\"conditions\":[{\"type\":\"Other\",\"status\":\"False\"},{\"type\":\"Ready\",\"status\":\"True\",\"reason\":\"Ok\"}]}}");

        var table = CLUSTER.getAs("application/json;as=Table;v=v1;g=meta.k8s.io,application/json", path);

        assertThat(table.at("columnDefinitions").findValuesAsText("name"))
                .containsExactly("Name", "Ready", "Size", "Why", "Age");
        assertThat(table.at("columnDefinitions").findValuesAsText("priority")).containsExactly("0", "0", "0", "1", "0");
        assertThat(table.at("rows").path(0).path("cells").toString()).matches("\\[\"a\",\"True\",5,\"Ok\",\"\\d+s\"]");
    }

    @Test
    void metadataAloneIsServedOnRequest() {
        var list =
                CLUSTER.getAs("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", "/api/v1/namespaces");

        assertThat(list.text("kind")).isEqualTo("PartialObjectMetadataList");
        assertThat(list.at("items").path(0).has("status")).isFalse();
    }
}
