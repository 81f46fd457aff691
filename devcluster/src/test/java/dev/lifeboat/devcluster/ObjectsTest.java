package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.http.RecordedRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectsTest {
    @RegisterExtension
    static final TestCluster CLUSTER = new TestCluster();

    private static String map(String name, String rest) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s%s}, data: {a: '1'}}".formatted(name, rest);
    }

    @Test
    void aCreatedObjectCanBeReadBack() {
        var maps = CLUSTER.namespace("created") + "/configmaps";

        var created = CLUSTER.post(maps, map("one", ""));

        assertThat(created.code()).isEqualTo(201);
        assertThat(created.text("metadata", "uid")).isNotEmpty();
        assertThat(CLUSTER.get(maps + "/one").body()).isEqualTo(created.body());
    }

    @Test
    void aSecondObjectOfTheNameIsRefused() {
        var maps = CLUSTER.namespace("twice") + "/configmaps";
        CLUSTER.post(maps, map("one", ""));

        var second = CLUSTER.post(maps, map("one", ""));

        assertThat(second.code()).isEqualTo(409);
        assertThat(second.text("reason")).isEqualTo("AlreadyExists");
    }

    @Test
    void theNamespaceMustExist() {
        var refused = CLUSTER.post("/api/v1/namespaces/nowhere/configmaps", map("one", ""));

        assertThat(refused.code()).isEqualTo(404);
        assertThat(refused.text("message")).isEqualTo("namespaces \"nowhere\" not found");
    }

    @Test
    void aNameIsGeneratedFromItsBeginning() {
        var maps = CLUSTER.namespace("generated") + "/configmaps";

        var created = CLUSTER.post(maps, "{apiVersion: v1, kind: ConfigMap, metadata: {generateName: run-}}");

        assertThat(created.text("metadata", "name")).matches("run-[a-z0-9]{5}");
    }

    @Test
    void aStaleUpdateIsAConflict() {
        var maps = CLUSTER.namespace("stale") + "/configmaps";
        var old = CLUSTER.post(maps, map("one", "")).body();
        CLUSTER.patch("merge", maps + "/one", "{\"data\":{\"a\":\"2\"}}");

        var refused = CLUSTER.put(maps + "/one", ((ObjectNode) old).deepCopy());

        assertThat(refused.code()).isEqualTo(409);
        assertThat(refused.text("reason")).isEqualTo("Conflict");
    }

    @Test
    void anUpdateThatChangesNothingKeepsTheResourceVersion() {
        var maps = CLUSTER.namespace("unchanged") + "/configmaps";
        var first = CLUSTER.post(maps, map("one", ""));

        var second = CLUSTER.put(maps + "/one", first.body());

        assertThat(second.text("metadata", "resourceVersion")).isEqualTo(first.text("metadata", "resourceVersion"));
    }

    @Test
    void aDryRunStoresNothing() {
        var maps = CLUSTER.namespace("dry") + "/configmaps";

        var created = CLUSTER.post(maps + "?dryRun=All", map("one", ""));

        assertThat(created.code()).isEqualTo(201);
        assertThat(CLUSTER.get(maps + "/one").code()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        app=web                   | 2
        app!=web                  | 2
        app in (web, db)          | 3
        app notin (web)           | 2
        app                       | 3
        !app                      | 1
        app=web,tier=front        | 1
        app in (web),tier notin (back) | 1
        """)
    void labelSelectorsChoose(String selector, int expected) {
        var maps = CLUSTER.namespace("labels") + "/configmaps";
        CLUSTER.post(maps, map("a", ", labels: {app: web, tier: front}"));
        CLUSTER.post(maps, map("b", ", labels: {app: web, tier: back}"));
        CLUSTER.post(maps, map("c", ", labels: {app: db}"));
        CLUSTER.post(maps, map("d", ""));

        var list = CLUSTER.get(maps + "?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8));

        assertThat(list.at("items")).hasSize(expected);
    }

    @Test
    void fieldSelectorsChooseByName() {
        var maps = CLUSTER.namespace("fields") + "/configmaps";
        CLUSTER.post(maps, map("a", ""));
        CLUSTER.post(maps, map("b", ""));

        assertThat(CLUSTER.get(maps + "?fieldSelector=metadata.name%3Db").at("items"))
                .hasSize(1);
        assertThat(CLUSTER.get(maps + "?fieldSelector=metadata.name!%3Db").at("items"))
                .hasSize(1);
    }

    @Test
    void listsComeInPages() {
        var maps = CLUSTER.namespace("pages") + "/configmaps";
        for (var name : new String[] {"a", "b", "c"}) {
            CLUSTER.post(maps, map(name, ""));
        }

        var first = CLUSTER.get(maps + "?limit=2");
        var second = CLUSTER.get(maps + "?limit=2&continue=" + first.text("metadata", "continue"));

        assertThat(first.at("items")).hasSize(2);
        assertThat(first.at("metadata", "remainingItemCount").asInt()).isEqualTo(1);
        assertThat(second.at("items")).hasSize(1);
        assertThat(second.text("metadata", "continue")).isEmpty();
    }

    @Test
    void badNamesAndLabelsAreToldFieldByField() {
        var maps = CLUSTER.namespace("names") + "/configmaps";

        var refused = CLUSTER.post(maps, map("Big", ", labels: {'a b': x}"));

        assertThat(refused.code()).isEqualTo(422);
        assertThat(refused.at("details", "causes").findValuesAsText("field"))
                .containsExactly("metadata.name", "metadata.labels");
    }

    @Test
    void plainSecretsAreEncoded() {
        var secrets = CLUSTER.namespace("secrets") + "/secrets";

        var created =
                CLUSTER.post(secrets, "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {key: value}}");

        assertThat(created.text("data", "key")).isEqualTo("dmFsdWU=");
        assertThat(created.at("stringData").isMissingNode()).isTrue();
        assertThat(created.text("type")).isEqualTo("Opaque");
    }

    @Test
    void protobufIsRefusedWithAWayOut() {
        var refused = CLUSTER.send(CLUSTER.request("POST", "/api/v1/namespaces", "k8s")
                .header("Content-Type", "application/vnd.kubernetes.protobuf"));

        assertThat(refused.code()).isEqualTo(415);
        assertThat(refused.text("message")).contains("--dry-run=client -o yaml | kubectl apply -f -");
    }

    @Test
    void aWebSocketUpgradeIsAnsweredAtOnce() throws Exception {
        // The JDK's client refuses to set this header, so the request is written by hand.
        try (var socket = new Socket("127.0.0.1", CLUSTER.cluster().url().getPort())) {
            socket.setSoTimeout(2000);
            socket.getOutputStream()
                    .write(
                            "GET /api/v1/pods?watch=true HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            var first = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            assertThat(first).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void requestsAreRecordedAsVerbs() {
        CLUSTER.cluster().forgetRequests();
        CLUSTER.get("/api/v1/namespaces/default/configmaps");
        CLUSTER.patch("merge", "/api/v1/namespaces/default/configmaps/x", "{}");

        assertThat(CLUSTER.cluster().requests())
                .containsExactly(
                        new RecordedRequest("list", "", "configmaps", "", "default", "tester/1.0"),
                        new RecordedRequest("patch", "", "configmaps", "", "default", "tester/1.0"));
    }

    @Test
    void everyAccessIsAllowed() {
        var answer = CLUSTER.post(
                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                "{apiVersion: authorization.k8s.io/v1, kind: SelfSubjectAccessReview, spec: {}}");

        assertThat(answer.at("status", "allowed").asBoolean()).isTrue();
    }
}
