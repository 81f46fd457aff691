package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeboat.devcluster.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VolumeTest {
    private static final Path IMAGE = image();

    @RegisterExtension
    static final TestCluster CLUSTER = new TestCluster(Map.of("example.com/agent", IMAGE));

    private static final String NAMESPACE = "/api/v1/namespaces/volumes";

    private static Path image() {
        try {
            var root = Files.createTempDirectory("image");
            var program = root.resolve("opt/agent/run");
            Files.createDirectories(program.getParent());
            Files.writeString(program, "#!/bin/sh\necho agent: \"$@\"\n");
            program.toFile().setExecutable(true);
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void namespace() {
        CLUSTER.namespace("volumes");
    }

    private static void pod(String name, String container, String volumes) {
        var created = CLUSTER.post(
                NAMESPACE + "/pods",
                "{apiVersion: v1, kind: Pod, metadata: {name: %s, labels: {app: x}}, spec: {restartPolicy: Never, volumes: [%s], containers: [{name: c, %s}]}}"
                        .formatted(name, volumes, container));
        assertThat(created.code()).as(created.text()).isEqualTo(201);
    }

    private static String logOf(String pod) {
        await().untilAsserted(
                        () -> assertThat(CLUSTER.get(NAMESPACE + "/pods/" + pod).text("status", "phase"))
                                .isIn("Succeeded", "Failed"));
        return CLUSTER.get(NAMESPACE + "/pods/" + pod + "/log").text();
    }

    private static String shell(String script) {
        return "image: busybox, command: [/bin/sh, -c, %s]".formatted(Json.text(script));
    }

    @Test
    void aCommandIsLookedUpInItsImage() {
        pod("image", "image: 'example.com/agent:1.0', command: [/opt/agent/run], args: [a, b]", "");

        assertThat(logOf("image")).isEqualTo("agent: a b\n");
    }

    @Test
    void configMapsAndSecretsAreFiles() {
        CLUSTER.post(
                NAMESPACE + "/configmaps",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {a: one, b: two}}");
        CLUSTER.post(
                NAMESPACE + "/secrets",
                "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {key: secret}}");

        pod(
                "files",
                shell("cat /etc/m/sub/a /etc/s/key; ls /etc/m/sub; stat -c %a /etc/s/key")
                        + ", volumeMounts: [{name: m, mountPath: /etc/m}, {name: s, mountPath: /etc/s/, readOnly:"
                        + " true}]",
                "{name: m, configMap: {name: m, items: [{key: a, path: sub/a}]}}, {name: s, secret: {secretName: s,"
                        + " defaultMode: 256}}");

        assertThat(logOf("files")).isEqualTo("onesecreta\n400\n");
    }

    @Test
    void aPodWaitsForWhatItMounts() {
        pod(
                "waits",
                shell("cat /etc/late/k") + ", volumeMounts: [{name: v, mountPath: /etc/late}]",
                "{name: v, configMap: {name: late}}");
        await().untilAsserted(
                        () -> assertThat(CLUSTER.get(NAMESPACE + "/events?fieldSelector=involvedObject.name%3Dwaits")
                                        .at("items")
                                        .findValuesAsText("reason"))
                                .contains("FailedMount"));
        assertThat(CLUSTER.get(NAMESPACE + "/pods/waits").text("status", "phase"))
                .isEqualTo("Pending");

        CLUSTER.post(
                NAMESPACE + "/configmaps", "{apiVersion: v1, kind: ConfigMap, metadata: {name: late}, data: {k: v}}");

        assertThat(logOf("waits")).isEqualTo("v");
    }

    @Test
    void aMissingKeyOfTheEnvironmentIsAConfigError() {
        pod("config", shell("echo $X") + ", env: [{name: X, valueFrom: {secretKeyRef: {name: absent, key: k}}}]", "");

        await().untilAsserted(() -> assertThat(Json.textAt(
                        CLUSTER.get(NAMESPACE + "/pods/config")
                                .at("status", "containerStatuses")
                                .path(0),
                        "state",
                        "waiting",
                        "reason"))
                .isEqualTo("CreateContainerConfigError"));
        CLUSTER.delete(NAMESPACE + "/pods/config?gracePeriodSeconds=0");
    }

    @Test
    void theEnvironmentIsResolved() {
        CLUSTER.post(
                NAMESPACE + "/secrets",
                "{apiVersion: v1, kind: Secret, metadata: {name: env}, stringData: {key: value}}");

        pod(
                "env",
                "image: busybox, command: [/bin/sh, -c, 'echo $A $B $C $D $E $(F) $G'], resources: {limits: {memory:"
                    + " 1Mi}}, envFrom: [{prefix: P_, secretRef: {name: env}}], env: [{name: A, value: a}, {name: B,"
                    + " value: '$(A)b'}, {name: C, valueFrom: {fieldRef: {fieldPath: metadata.name}}}, {name: D,"
                    + " valueFrom: {fieldRef: {fieldPath: 'metadata.labels[''app'']'}}}, {name: E, valueFrom:"
                    + " {secretKeyRef: {name: env, key: key}}}, {name: F, value: 'f'}, {name: G, valueFrom:"
                    + " {resourceFieldRef: {resource: limits.memory}}}]",
                "");

        assertThat(logOf("env")).isEqualTo("a ab env x value f 1048576\n");
    }

    @Test
    void aClaimIsBoundToADirectoryThatGoesWithIt() {
        CLUSTER.post(
                NAMESPACE + "/persistentvolumeclaims",
                "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c}, spec: {accessModes:"
                        + " [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}");
        pod(
                "claim",
                shell("echo kept > /data/f; cat /data/f") + ", volumeMounts: [{name: v, mountPath: /data}]",
                "{name: v, persistentVolumeClaim: {claimName: c}}");

        assertThat(logOf("claim")).isEqualTo("kept\n");
        var volume = CLUSTER.get(NAMESPACE + "/persistentvolumeclaims/c").text("spec", "volumeName");
        var directory = CLUSTER.data().resolve("volumes").resolve(volume);
        assertThat(directory.resolve("f")).hasContent("kept");
        CLUSTER.delete(NAMESPACE + "/persistentvolumeclaims/c");
        await().untilAsserted(() -> assertThat(directory).doesNotExist());
    }

    @Test
    void aVolumeThatFitsIsTakenFirst() throws IOException {
        var local = Files.createTempDirectory("pv");
        Files.writeString(local.resolve("f"), "mine");
        CLUSTER.post(
                "/api/v1/persistentvolumes",
                "{apiVersion: v1, kind: PersistentVolume, metadata: {name: pv}, spec: {storageClassName: manual, capacity: {storage: 2Gi}, accessModes: [ReadWriteMany], hostPath: {path: %s}}}"
                        .formatted(local));
        CLUSTER.post(
                NAMESPACE + "/persistentvolumeclaims",
                "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: fit}, spec: {storageClassName: manual,"
                        + " accessModes: [ReadWriteMany], resources: {requests: {storage: 1Gi}}}}");

        pod(
                "fits",
                shell("cat /data/f") + ", volumeMounts: [{name: v, mountPath: /data}]",
                "{name: v, persistentVolumeClaim: {claimName: fit}}");

        assertThat(logOf("fits")).isEqualTo("mine");
        assertThat(CLUSTER.get("/api/v1/persistentvolumes/pv").text("status", "phase"))
                .isEqualTo("Bound");
    }
}
