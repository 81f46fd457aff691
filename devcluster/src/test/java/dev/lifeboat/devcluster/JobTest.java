package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JobTest {
    @RegisterExtension
    static final TestCluster CLUSTER = new TestCluster();

    private static final String JOBS = "/apis/batch/v1/namespaces/jobs/jobs";
    private static final String PODS = "/api/v1/namespaces/jobs/pods";

    @BeforeAll
    static void namespace() {
        CLUSTER.namespace("jobs");
    }

    private static void run(String name, String spec, String script) {
        run(name, spec, "", script);
    }

    /// A job of one shell script; `spec` and `container` are further fields in YAML flow style, each with a comma
    /// behind.
    private static void run(String name, String spec, String container, String script) {
        var created = CLUSTER.post(JOBS, """
            {apiVersion: batch/v1, kind: Job, metadata: {name: %s}, spec: {%s template: {spec: {restartPolicy: Never,
             terminationGracePeriodSeconds: 1, containers: [{name: main, image: busybox, %s command: [/bin/sh, -c, %s]}]}}}}
            """.formatted(name, spec, container, Json.text(script)));
        assertThat(created.code()).as(created.text()).isEqualTo(201);
    }

    private static JsonNode awaitCondition(String job, String type) {
        await().untilAsserted(() -> assertThat(condition(job, type)).isNotNull());
        return condition(job, type);
    }

    private static JsonNode condition(String job, String type) {
        for (var condition : CLUSTER.get(JOBS + "/" + job).at("status", "conditions")) {
            if (Json.textAt(condition, "type").equals(type)
                    && Json.textAt(condition, "status").equals("True")) {
                return condition;
            }
        }
        return null;
    }

    private static List<JsonNode> pods(String job) {
        var pods = new ArrayList<JsonNode>();
        CLUSTER.get(PODS + "?labelSelector=job-name%3D" + job).at("items").forEach(pods::add);
        return pods;
    }

    private static JsonNode terminated(JsonNode pod) {
        return Json.at(pod.path("status").path("containerStatuses").path(0), "state", "terminated");
    }

    private static String log(JsonNode pod) {
        return CLUSTER.get(PODS + "/" + Json.textAt(pod, "metadata", "name") + "/log")
                .text();
    }

    private static JsonNode awaitLog(String job, String text) {
        await().untilAsserted(() -> assertThat(log(pods(job).getFirst())).contains(text));
        return pods(job).getFirst();
    }

    @Test
    void aScriptThatEndsWellCompletesItsJob() {
        run("good", "", "env: [{name: WHO, value: world}],", "echo hello $WHO; echo report > /dev/termination-log");

        awaitCondition("good", "Complete");

        var status = CLUSTER.get(JOBS + "/good").at("status");
        assertThat(status.path("succeeded").asInt()).isEqualTo(1);
        assertThat(status.path("completionTime").isTextual()).isTrue();
        var pod = pods("good").getFirst();
        assertThat(Json.textAt(pod, "status", "phase")).isEqualTo("Succeeded");
        assertThat(Json.textAt(pod, "status", "podIP")).startsWith("127.");
        assertThat(terminated(pod).path("reason").asText()).isEqualTo("Completed");
        assertThat(terminated(pod).path("message").asText()).isEqualTo("report\n");
        assertThat(log(pod)).isEqualTo("hello world\n");
        assertThat(CLUSTER.cluster().podLog("jobs", Json.textAt(pod, "metadata", "name"), "main"))
                .hasContent("hello world");
    }

    @Test
    void aScriptThatFailsIsTriedAgainUpToTheLimit() {
        run("bad", "backoffLimit: 1,", "terminationMessagePolicy: FallbackToLogsOnError,", "echo oops; exit 3");

        var failed = awaitCondition("bad", "Failed");

        assertThat(Json.textAt(failed, "reason")).isEqualTo("BackoffLimitExceeded");
        assertThat(pods("bad")).hasSize(2).allSatisfy(pod -> {
            assertThat(terminated(pod).path("exitCode").asInt()).isEqualTo(3);
            assertThat(terminated(pod).path("message").asText()).isEqualTo("oops");
        });
    }

    @Test
    void anExitCodeCanFailTheJobAtOnce() {
        run(
                "policy",
                "podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [42]}}]},",
                "exit 42");

        var failed = awaitCondition("policy", "Failed");

        assertThat(Json.textAt(failed, "reason")).isEqualTo("PodFailurePolicy");
        assertThat(Json.textAt(failed, "message"))
                .endsWith("failed with exit code 42 matching FailJob rule at index 0");
        assertThat(pods("policy")).hasSize(1);
    }

    @Test
    void anIgnoredExitCodeDoesNotCount() throws Exception {
        var marker = Files.createTempDirectory("ignored").resolve("second");
        run(
                "ignored",
                "backoffLimit: 0, podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: In, values:"
                        + " [75]}}]},",
                "test -e %1$s && exit 0; touch %1$s; exit 75".formatted(marker));

        awaitCondition("ignored", "Complete");

        assertThat(pods("ignored")).hasSize(2);
    }

    @Test
    void aJobThatTakesTooLongFails() {
        run("late", "activeDeadlineSeconds: 1,", "sleep 60");

        assertThat(Json.textAt(awaitCondition("late", "Failed"), "reason")).isEqualTo("DeadlineExceeded");
        assertThat(pods("late")).isEmpty();
    }

    @Test
    void aSuspendedJobRunsWhenItIsResumed() {
        run("suspended", "suspend: true,", "exit 0");
        awaitCondition("suspended", "Suspended");
        assertThat(pods("suspended")).isEmpty();

        CLUSTER.patch("merge", JOBS + "/suspended", "{\"spec\":{\"suspend\":false}}");

        awaitCondition("suspended", "Complete");
    }

    @Test
    void aFinishedJobGoesWhenItsTimeHasCome() {
        run("short", "ttlSecondsAfterFinished: 0,", "exit 0");

        await().untilAsserted(
                        () -> assertThat(CLUSTER.get(JOBS + "/short").code()).isEqualTo(404));
        await().untilAsserted(() -> assertThat(pods("short")).isEmpty());
    }

    @Test
    void aDeletedJobEndsItsProcessAndTheChildrenOfThat() {
        run("deleted", "", "trap 'echo bye; exit 0' TERM; sleep 60 & echo child $!; wait");
        var pod = awaitLog("deleted", "child");
        var child = Long.parseLong(log(pod).strip().substring("child ".length()));
        assertThat(alive(child)).isTrue();

        CLUSTER.delete(JOBS + "/deleted?propagationPolicy=Background");

        await().untilAsserted(() -> assertThat(pods("deleted")).isEmpty());
        await().untilAsserted(() -> assertThat(alive(child)).isFalse());
        assertThat(CLUSTER.cluster().podLog("jobs", Json.textAt(pod, "metadata", "name"), "main"))
                .content()
                .contains("bye");
    }

    @Test
    void aProcessThatDoesNotListenIsKilledAfterItsGrace() {
        run("deaf", "", "trap '' TERM; echo up; while true; do sleep 0.1; done");
        var pod = awaitLog("deaf", "up");
        var began = System.nanoTime();

        CLUSTER.delete(PODS + "/" + Json.textAt(pod, "metadata", "name"));

        await().untilAsserted(() -> assertThat(CLUSTER.get(PODS + "/" + Json.textAt(pod, "metadata", "name"))
                        .code())
                .isEqualTo(404));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
        CLUSTER.delete(JOBS + "/deaf?propagationPolicy=Background");
    }

    @Test
    void theTemplateOfAJobNeverChanges() {
        run("frozen", "suspend: true,", "exit 0");

        var refused = CLUSTER.patch(
                "merge", JOBS + "/frozen", "{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"a\":\"b\"}}}}}");

        assertThat(refused.code()).isEqualTo(422);
        assertThat(refused.at("details", "causes").path(0).path("field").asText())
                .isEqualTo("spec.template");
        assertThat(refused.text("message")).contains("field is immutable");
    }

    @Test
    void aJobHasDefaultsAndASelector() {
        run("defaults", "suspend: true,", "exit 0");

        var job = CLUSTER.get(JOBS + "/defaults");

        assertThat(job.at("spec", "backoffLimit").asInt()).isEqualTo(6);
        assertThat(job.text("spec", "selector", "matchLabels", "batch.kubernetes.io/controller-uid"))
                .isEqualTo(job.text("metadata", "uid"));
        assertThat(job.text("spec", "template", "metadata", "labels", "batch.kubernetes.io/job-name"))
                .isEqualTo("defaults");
    }

    @Test
    void aLivenessProbeThatFailsEndsTheContainer() {
        run(
                "unhealthy",
                "backoffLimit: 0,",
                "livenessProbe: {exec: {command: [/bin/false]}, periodSeconds: 1, failureThreshold: 1},",
                "sleep 60");

        awaitCondition("unhealthy", "Failed");

        assertThat(terminated(pods("unhealthy").getFirst()).path("exitCode").asInt())
                .isEqualTo(143);
    }

    @Test
    void aReadinessProbeDecidesWhetherThePodIsReady() throws Exception {
        var file = Files.createTempDirectory("ready").resolve("ready");
        run(
                "ready",
                "",
                "readinessProbe: {exec: {command: [/usr/bin/test, -e, %s]}, periodSeconds: 1},".formatted(file),
                "echo up; sleep 60");
        awaitLog("ready", "up");
        assertThat(CLUSTER.get(JOBS + "/ready").at("status", "ready").asInt()).isZero();

        Files.writeString(file, "");

        await().untilAsserted(() -> assertThat(
                        CLUSTER.get(JOBS + "/ready").at("status", "ready").asInt())
                .isEqualTo(1));
        CLUSTER.delete(JOBS + "/ready?propagationPolicy=Background");
    }

    @Test
    void aCommandThatIsNotThereFailsThePodWithAReason() {
        CLUSTER.post(
                PODS,
                "{apiVersion: v1, kind: Pod, metadata: {name: nothere}, spec: {restartPolicy: Never, containers:"
                        + " [{name: c, image: i, command: [/no/such/program]}]}}");

        await().untilAsserted(() -> assertThat(
                        terminated(CLUSTER.get(PODS + "/nothere").body())
                                .path("reason")
                                .asText())
                .isEqualTo("StartError"));
    }

    @Test
    void aFollowedLogGoesOnUntilThePodEnds() {
        run("follow", "", "echo one; sleep 0.5; echo two");
        var pod = awaitLog("follow", "one");

        var log = CLUSTER.get(PODS + "/" + Json.textAt(pod, "metadata", "name") + "/log?follow=true");

        assertThat(log.text()).isEqualTo("one\ntwo\n");
        assertThat(CLUSTER.get(PODS + "/" + Json.textAt(pod, "metadata", "name") + "/log?tailLines=1")
                        .text())
                .isEqualTo("two\n");
    }

    @Test
    void closingTheClusterEndsItsProcesses() throws Exception {
        var data = Files.createTempDirectory("closing");
        long pid;
        try (var cluster = Devcluster.start(DevclusterOptions.in(data))) {
            var http = java.net.http.HttpClient.newHttpClient();
            var pod =
                    "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"command\":[\"/bin/sh\",\"-c\",\"echo"
                        + " $$; sleep 60\"]}]}}";
            http.send(
                    java.net.http.HttpRequest.newBuilder(cluster.url().resolve("/api/v1/namespaces/default/pods"))
                            .header("Content-Type", "application/json")
                            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(pod))
                            .build(),
                    java.net.http.HttpResponse.BodyHandlers.discarding());
            Path log = cluster.podLog("default", "p", "c");
            await().untilAsserted(() -> assertThat(log).content().endsWith("\n"));
            pid = Long.parseLong(Files.readString(log).strip());
            assertThat(alive(pid)).isTrue();
        }

        assertThat(alive(pid)).isFalse();
    }

    /// A process that has ended but that nobody has waited for is not alive.
    private static boolean alive(long pid) {
        try {
            var status = Files.readString(Path.of("/proc/%d/stat".formatted(pid)));
            return !status.substring(status.lastIndexOf(')') + 2).startsWith("Z");
        } catch (java.io.IOException _) {
            return false;
        }
    }
}
