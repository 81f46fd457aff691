package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Stock kubectl, without any flag that makes it easier.
class KubectlTest {
    @RegisterExtension
    static final TestCluster CLUSTER = new TestCluster();

    @TempDir
    static Path directory;

    @BeforeAll
    static void prepare() throws IOException {
        var found = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "kubectl")));
        if (!found) {
            System.out.println(
                    "NOT TESTED: there is no kubectl on the PATH, so nothing here shows that kubectl works with the"
                            + " devcluster.");
        }
        assumeTrue(found, "no kubectl on the PATH");
        Files.writeString(directory.resolve("kubeconfig"), CLUSTER.cluster().kubeconfig());
        CLUSTER.post(
                Widgets.DEFINITIONS,
                Widgets.definition(
                        "widgets",
                        "{type: object, description: What is wanted., properties: {size: {type: integer, maximum:"
                                + " 9}}}"));
    }

    record Result(int code, String out) {}

    private static Result kubectl(String input, String... arguments) throws Exception {
        var command = new ArrayList<>(
                List.of("kubectl", "--cache-dir", directory.resolve("cache").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", directory.resolve("kubeconfig").toString());
        var process = builder.start();
        try (var in = process.getOutputStream()) {
            // Without the dashes kubectl takes a text that begins with a brace for JSON.
            in.write(("---\n" + input).getBytes(StandardCharsets.UTF_8));
        }
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out);
    }

    private static String widget(String name, String spec) {
        return Widgets.object("widgets", name, spec);
    }

    @Test
    void applyCreatesChangesAndLeavesAlone() throws Exception {
        assertThat(kubectl(widget("a", "{size: 1}"), "apply", "-f", "-").out).contains("created");
        assertThat(kubectl(widget("a", "{size: 2}"), "apply", "-f", "-").out).contains("configured");
        assertThat(kubectl(widget("a", "{size: 2}"), "apply", "-f", "-").out).contains("unchanged");
        assertThat(kubectl("", "get", "widgetssh", "a", "-o", "jsonpath={.spec.size}").out)
                .isEqualTo("2");
    }

    @Test
    void mistakesAreToldByField() throws Exception {
        assertThat(kubectl(widget("b", "{size: 10}"), "apply", "-f", "-").out)
                .contains("spec.size: Invalid value: 10: spec.size in body should be less than or equal to 9");
        assertThat(kubectl(widget("b", "{syze: 1}"), "apply", "-f", "-").out).contains("unknown field \"spec.syze\"");
    }

    @Test
    void serverSideApplyNamesTheConflict() throws Exception {
        kubectl(widget("c", "{size: 1}"), "apply", "--server-side", "-f", "-");

        var refused = kubectl(widget("c", "{size: 2}"), "apply", "--server-side", "--field-manager=other", "-f", "-");
        var forced = kubectl(
                widget("c", "{size: 2}"),
                "apply",
                "--server-side",
                "--field-manager=other",
                "--force-conflicts",
                "-f",
                "-");

        assertThat(refused.out).contains("conflict with \"kubectl\": .spec.size");
        assertThat(forced.code).isZero();
    }

    @Test
    void columnsWaitExplainAndCategoriesWork() throws Exception {
        kubectl(widget("d", "{size: 1}"), "apply", "-f", "-");
        kubectl(
                "",
                "patch",
                "widgets",
                "d",
                "--type=merge",
                "--subresource=status",
                "-p",
                "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"reason\":\"Ok\"}]}}");

        assertThat(kubectl("", "wait", "widgets/d", "--for=condition=Ready", "--timeout=5s").out)
                .contains("condition met");
        assertThat(kubectl("", "get", "toys", "-o", "wide").out).containsPattern("NAME\\s+READY\\s+SIZE\\s+WHY\\s+AGE");
        assertThat(kubectl("", "explain", "widgets.spec").out).contains("What is wanted.");
        assertThat(kubectl("", "describe", "widgets", "d").out).contains("Kind:         widgetsKind");
        assertThat(kubectl("", "delete", "widgets", "d").out).contains("deleted");
    }

    @Test
    void aJobRunsAndItsLogIsRead() throws Exception {
        var job = "{apiVersion: batch/v1, kind: Job, metadata: {name: hello}, spec: {template: {spec: {restartPolicy:"
                + " Never, containers: [{name: c, image: i, command: [/bin/echo, hello]}]}}}}";

        kubectl(job, "apply", "-f", "-");

        assertThat(kubectl("", "wait", "job/hello", "--for=condition=Complete", "--timeout=10s").out)
                .contains("condition met");
        assertThat(kubectl("", "logs", "job/hello").out).isEqualTo("hello\n");
        assertThat(kubectl("", "get", "jobs,pods").out).contains("job.batch/hello", "Completed");
        assertThat(kubectl("", "get", "events").out).contains("SuccessfulCreate");
        assertThat(kubectl("", "delete", "job", "hello").out).contains("deleted");
    }

    @Test
    void mergesOfBuiltInKindsAreStrategic() throws Exception {
        var job = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {template: {spec: {containers:"
                + " [{name: c, image: i, env: [{name: A, value: '1'}]}]}}}}";
        kubectl(job, "apply", "-f", "-");

        assertThat(kubectl(job.replace("'1'", "'2'"), "apply", "-f", "-").out).contains("configured");
        assertThat(kubectl("", "get", "deploy", "d", "-o", "jsonpath={.spec.template.spec.containers[0].env[0].value}")
                        .out)
                .isEqualTo("2");
    }

    @Test
    void diffLabelAndNamespacesWork() throws Exception {
        kubectl("{apiVersion: v1, kind: Namespace, metadata: {name: team}}", "apply", "-f", "-");
        kubectl("{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: team}}", "apply", "-f", "-");

        assertThat(kubectl(
                                "{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: team}, data: {a: b}}",
                                "diff",
                                "-f",
                                "-")
                        .out)
                .contains("+  a: b");
        assertThat(kubectl("", "label", "cm", "m", "-n", "team", "x=y").out).contains("labeled");
        assertThat(kubectl("", "get", "cm", "-n", "team", "-l", "x in (y,z)", "-o", "name").out)
                .isEqualTo("configmap/m\n");
        assertThat(kubectl("", "delete", "ns", "team").out).contains("deleted");
    }
}
