package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeboat.devcluster.json.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The processes of jobs: how they end, what probes say of them, and what they wrote.
class JobProcessTest {
    @RegisterExtension
    static final JobCluster CLUSTER = new JobCluster();

    @Test
    void aDeletedJobEndsItsProcessAndTheChildrenOfThat() {
        CLUSTER.run("deleted", "", "trap 'echo bye; exit 0' TERM; sleep 60 & echo child $!; wait");
        var pod = CLUSTER.awaitLog("deleted", "child");
        var child = Long.parseLong(CLUSTER.log(pod).strip().substring("child ".length()));
        assertThat(alive(child)).isTrue();

        CLUSTER.api().delete(JobCluster.JOBS + "/deleted?propagationPolicy=Background");

        await().untilAsserted(() -> assertThat(CLUSTER.pods("deleted")).isEmpty());
        await().untilAsserted(() -> assertThat(alive(child)).isFalse());
        assertThat(CLUSTER.api().cluster().podLog("jobs", Json.textAt(pod, "metadata", "name"), "main"))
                .content()
                .contains("bye");
    }

    @Test
    void aProcessThatDoesNotListenIsKilledAfterItsGrace() {
        CLUSTER.run("deaf", "", "trap '' TERM; echo up; while true; do sleep 0.1; done");
        var pod = CLUSTER.awaitLog("deaf", "up");
        var began = System.nanoTime();

        CLUSTER.api().delete(JobCluster.PODS + "/" + Json.textAt(pod, "metadata", "name"));

        await().untilAsserted(() -> assertThat(CLUSTER.api()
                        .get(JobCluster.PODS + "/" + Json.textAt(pod, "metadata", "name"))
                        .code())
                .isEqualTo(404));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
        CLUSTER.api().delete(JobCluster.JOBS + "/deaf?propagationPolicy=Background");
    }

    @Test
    void aLivenessProbeThatFailsEndsTheContainer() {
        CLUSTER.run(
                "unhealthy",
                "backoffLimit: 0,",
                "livenessProbe: {exec: {command: [/bin/false]}, periodSeconds: 1, failureThreshold: 1},",
                "sleep 60");

        CLUSTER.awaitCondition("unhealthy", "Failed");

        assertThat(CLUSTER.terminated(CLUSTER.pods("unhealthy").getFirst())
                        .path("exitCode")
                        .asInt())
                .isEqualTo(143);
    }

    @Test
    void aReadinessProbeDecidesWhetherThePodIsReady() throws Exception {
        var file = Files.createTempDirectory("ready").resolve("ready");
        CLUSTER.run(
                "ready",
                "",
                "readinessProbe: {exec: {command: [/usr/bin/test, -e, %s]}, periodSeconds: 1},".formatted(file),
                "echo up; sleep 60");
        CLUSTER.awaitLog("ready", "up");
        assertThat(CLUSTER.api()
                        .get(JobCluster.JOBS + "/ready")
                        .at("status", "ready")
                        .asInt())
                .isZero();

        Files.writeString(file, "");

        await().untilAsserted(() -> assertThat(CLUSTER.api()
                        .get(JobCluster.JOBS + "/ready")
                        .at("status", "ready")
                        .asInt())
                .isEqualTo(1));
        CLUSTER.api().delete(JobCluster.JOBS + "/ready?propagationPolicy=Background");
    }

    @Test
    void aCommandThatIsNotThereFailsThePodWithAReason() {
        CLUSTER.api()
                .post(
                        JobCluster.PODS,
                        "{apiVersion: v1, kind: Pod, metadata: {name: nothere}, spec: {restartPolicy: Never,"
                                + " containers: [{name: c, image: i, command: [/no/such/program]}]}}");

        await().untilAsserted(() -> assertThat(CLUSTER.terminated(
                                CLUSTER.api().get(JobCluster.PODS + "/nothere").body())
                        .path("reason")
                        .asText())
                .isEqualTo("StartError"));
    }

    @Test
    void aFollowedLogGoesOnUntilThePodEnds() {
        CLUSTER.run("follow", "", "echo one; sleep 0.5; echo two");
        var pod = CLUSTER.awaitLog("follow", "one");

        var log = CLUSTER.api().get(JobCluster.PODS + "/" + Json.textAt(pod, "metadata", "name") + "/log?follow=true");

        assertThat(log.text()).isEqualTo("one\ntwo\n");
        assertThat(CLUSTER.api()
                        .get(JobCluster.PODS + "/" + Json.textAt(pod, "metadata", "name") + "/log?tailLines=1")
                        .text())
                .isEqualTo("two\n");
    }

    @Test
    void closingTheClusterEndsItsProcesses() throws Exception {
        var data = Files.createTempDirectory("closing");
        long pid;
        try (var cluster = Devcluster.start(DevclusterOptions.in(data))) {
            var http = HttpClient.newHttpClient();
            var pod =
                    "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"command\":[\"/bin/sh\",\"-c\",\"echo"
                        + " $$; sleep 60\"]}]}}";
            http.send(
                    HttpRequest.newBuilder(cluster.url().resolve("/api/v1/namespaces/default/pods"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(pod))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
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
        } catch (IOException _) {
            return false;
        }
    }
}
