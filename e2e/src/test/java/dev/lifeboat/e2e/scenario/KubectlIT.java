package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeboat.crds.VmBackup;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A stock kubectl sees sensible columns, and is told what is wrong before anything is stored.
@OnTheSharedPool
class KubectlIT {
    @BeforeAll
    static void needsKubectl() {
        var there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, "kubectl").canExecute());
        if (!there) {
            System.out.println("NOT TESTED: KubectlIT, no kubectl on the PATH");
        }
        assumeTrue(there);
    }

    @Test
    void everyKindHasSensibleColumns(Lifeboat lifeboat) throws Exception {
        var manifests = lifeboat.ready("columns");
        lifeboat.apply(manifests.backup("first", lifeboat.vm("scratch-01").uuid()));
        lifeboat.apply(manifests.policy("{include: [{names: [scratch-01]}]}", ""));
        lifeboat.await(VmBackup.class, "columns", "first", Outcome::complete);

        var output = kubectl(lifeboat, "-n", "columns", "get", "xhv,xbs,xbp,xvb,xvr,xvm");

        assertThat(output)
                .contains("READY", "POOL", "PROTECTED", "PROVIDER", "SCHEDULES", "PHASE", "POINT-IN-TIME")
                .contains("Succeeded")
                .doesNotContain("<none>", "<invalid>");
    }

    @Test
    void aWrongManifestIsRefusedWithTheFix(Lifeboat lifeboat) throws Exception {
        var manifests = new Manifests("default", lifeboat.pool());

        var output = kubectlFails(lifeboat, manifests.hypervisor("http://10.0.0.1", "insecureSkipVerify: true"));

        assertThat(output).contains("each endpoint is https://host");
    }

    @Test
    void anUnknownFieldIsRefused(Lifeboat lifeboat) throws Exception {
        var manifests = new Manifests("default", lifeboat.pool());

        var output = kubectlFails(lifeboat, manifests.hypervisor("https://10.0.0.1", "insecure: true"));

        assertThat(output).contains("insecure");
    }

    @Test
    void explainKnowsTheFields(Lifeboat lifeboat) throws Exception {
        assertThat(kubectl(lifeboat, "explain", "backuppolicy.spec.runRequest"))
                .contains("backup of every selected VM now");
    }

    private static String kubectl(Lifeboat lifeboat, String... arguments) throws IOException, InterruptedException {
        var process = start(lifeboat, arguments);
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static String kubectlFails(Lifeboat lifeboat, String manifest) throws IOException, InterruptedException {
        var process = start(lifeboat, "apply", "-f", "-");
        try (var input = process.getOutputStream()) {
            input.write(manifest.getBytes(StandardCharsets.UTF_8));
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isNotZero();
        return output;
    }

    private static Process start(Lifeboat lifeboat, String... arguments) throws IOException {
        var command = new ArrayList<>(
                List.of("kubectl", "--kubeconfig", lifeboat.kubeconfig().toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
