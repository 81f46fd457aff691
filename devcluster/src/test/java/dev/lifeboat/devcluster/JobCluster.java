package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A devcluster for the tests of one class, and jobs of one shell script each in it.
final class JobCluster implements BeforeAllCallback, AfterAllCallback {
    static final String JOBS = "/apis/batch/v1/namespaces/jobs/jobs";
    static final String PODS = "/api/v1/namespaces/jobs/pods";

    private final TestCluster cluster = new TestCluster();

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        cluster.beforeAll(context);
        cluster.namespace("jobs");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        cluster.afterAll(context);
    }

    TestCluster api() {
        return cluster;
    }

    void run(String name, String spec, String script) {
        run(name, spec, "", script);
    }

    /// A job of one shell script; `spec` and `container` are further fields in YAML flow style, each with a comma
    /// behind.
    void run(String name, String spec, String container, String script) {
        var created = cluster.post(JOBS, """
            {apiVersion: batch/v1, kind: Job, metadata: {name: %s}, spec: {%s template: {spec: {restartPolicy: Never,
             terminationGracePeriodSeconds: 1, containers: [{name: main, image: busybox, %s command: [/bin/sh, -c, %s]}]}}}}
            """.formatted(name, spec, container, Json.text(script)));
        assertThat(created.code()).as(created.text()).isEqualTo(201);
    }

    JsonNode awaitCondition(String job, String type) {
        await().untilAsserted(() -> assertThat(condition(job, type)).isNotNull());
        return condition(job, type);
    }

    JsonNode condition(String job, String type) {
        for (var condition : cluster.get(JOBS + "/" + job).at("status", "conditions")) {
            if (Json.textAt(condition, "type").equals(type)
                    && Json.textAt(condition, "status").equals("True")) {
                return condition;
            }
        }
        return null;
    }

    List<JsonNode> pods(String job) {
        var pods = new ArrayList<JsonNode>();
        cluster.get(PODS + "?labelSelector=job-name%3D" + job).at("items").forEach(pods::add);
        return pods;
    }

    JsonNode terminated(JsonNode pod) {
        return Json.at(pod.path("status").path("containerStatuses").path(0), "state", "terminated");
    }

    String log(JsonNode pod) {
        return cluster.get(PODS + "/" + Json.textAt(pod, "metadata", "name") + "/log")
                .text();
    }

    JsonNode awaitLog(String job, String text) {
        await().untilAsserted(() ->
                assertThat(pods(job)).anySatisfy(pod -> assertThat(log(pod)).contains(text)));
        return pods(job).getFirst();
    }
}
