package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeboat.devcluster.json.Json;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JobTest {
    @RegisterExtension
    static final JobCluster CLUSTER = new JobCluster();

    @Test
    void aScriptThatEndsWellCompletesItsJob() {
        CLUSTER.run(
                "good", "", "env: [{name: WHO, value: world}],", "echo hello $WHO; echo report > /dev/termination-log");

        CLUSTER.awaitCondition("good", "Complete");

        var status = CLUSTER.api().get(JobCluster.JOBS + "/good").at("status");
        assertThat(status.path("succeeded").asInt()).isEqualTo(1);
        assertThat(status.path("completionTime").isTextual()).isTrue();
        var pod = CLUSTER.pods("good").getFirst();
        assertThat(Json.textAt(pod, "status", "phase")).isEqualTo("Succeeded");
        assertThat(Json.textAt(pod, "status", "podIP")).startsWith("127.");
        assertThat(CLUSTER.terminated(pod).path("reason").asText()).isEqualTo("Completed");
        assertThat(CLUSTER.terminated(pod).path("message").asText()).isEqualTo("report\n");
        assertThat(CLUSTER.log(pod)).isEqualTo("hello world\n");
        assertThat(CLUSTER.api().cluster().podLog("jobs", Json.textAt(pod, "metadata", "name"), "main"))
                .hasContent("hello world");
    }

    @Test
    void aScriptThatFailsIsTriedAgainUpToTheLimit() {
        CLUSTER.run("bad", "backoffLimit: 1,", "terminationMessagePolicy: FallbackToLogsOnError,", "echo oops; exit 3");

        var failed = CLUSTER.awaitCondition("bad", "Failed");

        assertThat(Json.textAt(failed, "reason")).isEqualTo("BackoffLimitExceeded");
        assertThat(CLUSTER.pods("bad")).hasSize(2).allSatisfy(pod -> {
            assertThat(CLUSTER.terminated(pod).path("exitCode").asInt()).isEqualTo(3);
            assertThat(CLUSTER.terminated(pod).path("message").asText()).isEqualTo("oops");
        });
    }

    @Test
    void anExitCodeCanFailTheJobAtOnce() {
        CLUSTER.run(
                "policy",
                "podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [42]}}]},",
                "exit 42");

        var failed = CLUSTER.awaitCondition("policy", "Failed");

        assertThat(Json.textAt(failed, "reason")).isEqualTo("PodFailurePolicy");
        assertThat(Json.textAt(failed, "message"))
                .endsWith("failed with exit code 42 matching FailJob rule at index 0");
        assertThat(CLUSTER.pods("policy")).hasSize(1);
    }

    @Test
    void anIgnoredExitCodeDoesNotCount() throws Exception {
        var marker = Files.createTempDirectory("ignored").resolve("second");
        CLUSTER.run(
                "ignored",
                "backoffLimit: 0, podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: In, values:"
                        + " [75]}}]},",
                "test -e %1$s && exit 0; touch %1$s; exit 75".formatted(marker));

        CLUSTER.awaitCondition("ignored", "Complete");

        assertThat(CLUSTER.pods("ignored")).hasSize(2);
    }

    @Test
    void aJobThatTakesTooLongFails() {
        CLUSTER.run("late", "activeDeadlineSeconds: 1,", "sleep 60");

        assertThat(Json.textAt(CLUSTER.awaitCondition("late", "Failed"), "reason"))
                .isEqualTo("DeadlineExceeded");
        assertThat(CLUSTER.pods("late")).isEmpty();
    }

    @Test
    void aSuspendedJobRunsWhenItIsResumed() {
        CLUSTER.run("suspended", "suspend: true,", "exit 0");
        CLUSTER.awaitCondition("suspended", "Suspended");
        assertThat(CLUSTER.pods("suspended")).isEmpty();

        CLUSTER.api().patch("merge", JobCluster.JOBS + "/suspended", "{\"spec\":{\"suspend\":false}}");

        CLUSTER.awaitCondition("suspended", "Complete");
    }

    @Test
    void aFinishedJobGoesWhenItsTimeHasCome() {
        CLUSTER.run("short", "ttlSecondsAfterFinished: 0,", "exit 0");

        await().untilAsserted(() ->
                assertThat(CLUSTER.api().get(JobCluster.JOBS + "/short").code()).isEqualTo(404));
        await().untilAsserted(() -> assertThat(CLUSTER.pods("short")).isEmpty());
    }

    @Test
    void theTemplateOfAJobNeverChanges() {
        CLUSTER.run("frozen", "suspend: true,", "exit 0");

        var refused = CLUSTER.api()
                .patch(
                        "merge",
                        JobCluster.JOBS + "/frozen",
                        "{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"a\":\"b\"}}}}}");

        assertThat(refused.code()).isEqualTo(422);
        assertThat(refused.at("details", "causes").path(0).path("field").asText())
                .isEqualTo("spec.template");
        assertThat(refused.text("message")).contains("field is immutable");
    }

    @Test
    void aJobHasDefaultsAndASelector() {
        CLUSTER.run("defaults", "suspend: true,", "exit 0");

        var job = CLUSTER.api().get(JobCluster.JOBS + "/defaults");

        assertThat(job.at("spec", "backoffLimit").asInt()).isEqualTo(6);
        assertThat(job.text("spec", "selector", "matchLabels", "batch.kubernetes.io/controller-uid"))
                .isEqualTo(job.text("metadata", "uid"));
        assertThat(job.text("spec", "template", "metadata", "labels", "batch.kubernetes.io/job-name"))
                .isEqualTo("defaults");
    }
}
