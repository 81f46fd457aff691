package dev.lifeboat.e2e.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.e2e.crds.ApiServers.ApiServer;
import dev.lifeboat.e2e.stack.Installation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Schemas, defaults and rules, as an API server applies them.
class CrdRulesIT {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    @TempDir
    private static Path folder;

    private static ApiServers servers;

    @BeforeAll
    static void start() throws IOException {
        servers = ApiServers.start(folder);
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    static List<ApiServer> servers() {
        return servers.all();
    }

    /// @param fault what is wrong with a manifest, and part of the message that says so
    private record Fault(String manifest, String message) {}

    @ParameterizedTest
    @MethodSource("servers")
    void everyCrdIsEstablished(ApiServer server) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(server.client()
                                .apiextensions()
                                .v1()
                                .customResourceDefinitions()
                                .list()
                                .getItems())
                        .filteredOn(crd -> crd.getSpec().getGroup().equals("lifeboat.dev"))
                        .hasSize(6)
                        .allSatisfy(crd -> assertThat(crd.getStatus().getConditions())
                                .anySatisfy(condition -> {
                                    assertThat(condition.getType()).isEqualTo("Established");
                                    assertThat(condition.getStatus()).isEqualTo("True");
                                })));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void defaultsAreFilledInByTheServer(ApiServer server) {
        var pool = create(server, XenHypervisor.class, hypervisor("defaults", "https://10.0.0.1", ""));

        assertThat(pool.getSpec().transfer().nbd().connectionsPerDisk()).isEqualTo(2);
        assertThat(pool.getSpec().inventory().resyncInterval()).isEqualTo("10m");
        assertThat(pool.getSpec().cbt().enableOnFirstBackup()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatAPersonGetsWrongIsRefusedWithTheFix(ApiServer server) {
        for (var fault : faults()) {
            assertThatThrownBy(() -> create(server, GenericKubernetesResource.class, fault.manifest()))
                    .as(fault.manifest())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining(fault.message());
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aBackupCannotChangeButCanBeCancelled(ApiServer server) {
        var backup = create(server, VmBackup.class, backup("fixed", "{hypervisorRef: {name: pool}, vmName: web}"));
        var resource = server.client().resource(backup);

        for (var change : List.of(
                List.of("vmName: \"web\"", "vmName: \"db\""),
                List.of("honourNameMarkers: true", "honourNameMarkers: false"),
                List.of("mode: \"Crash\"", "mode: \"QuiesceRequired\""))) {
            assertThatThrownBy(() -> resource.edit(found -> replaced(found, change.get(0), change.get(1))))
                    .hasMessageContaining("create another one");
        }
        var cancelled = resource.edit(found -> replaced(found, "cancel: false", "cancel: true"));

        assertThat(cancelled.getSpec().cancel()).isTrue();
        assertThat(cancelled.getSpec().source().vmName()).isEqualTo("web");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void schedulesAreMergedByName(ApiServer server) {
        var policy = create(server, BackupPolicy.class, policy("merged", "{include: [{names: [web]}]}", """
              schedules:
                - {name: nightly, cron: "30 2 * * *"}
            """));

        assertThat(policy.getSpec().schedules()).singleElement().satisfies(schedule -> {
            assertThat(schedule.startingDeadline()).isEqualTo("1h");
            assertThat(schedule.suspend()).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theExampleOfAPoolOverHttpsAloneIsAccepted(ApiServer server) throws IOException {
        var example = Files.readString(Installation.here().root().resolve("examples/https-only/policy.yaml"));

        var policy = create(server, BackupPolicy.class, example.replace("lifeboat-demo", "default"));

        assertThat(policy.getSpec().strategy().mode()).isEqualTo(BackupStrategy.Mode.Xva);
        assertThat(policy.getSpec().strategy().xva().base()).isEqualTo(BackupStrategy.Base.LastFull);
        var plain = create(server, BackupPolicy.class, policy("plain", "{include: [{names: [web]}]}", ""));
        assertThat(plain.getSpec().strategy())
                .isEqualTo(new BackupStrategy(
                        BackupStrategy.Mode.Auto,
                        BackupStrategy.OnCbtUnavailable.ReadAll,
                        BackupStrategy.OnNbdUnavailable.UseHttp,
                        null));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theExampleOfAnExportIsAcceptedNeedsNoPoolAndStaysAsItIs(ApiServer server) throws IOException {
        var example = Files.readString(Installation.here().root().resolve("examples/restore/export.yaml"));

        var export = create(server, VmRestore.class, example.replace("lifeboat-demo", "default"));

        assertThat(export.getSpec().mode()).isEqualTo(VmRestoreSpec.Mode.XvaExport);
        assertThat(export.getSpec().pool()).isEmpty();
        assertThat(export.getSpec().xvaExport())
                .isEqualTo(new VmRestoreSpec.XvaExport(
                        null, VmRestoreSpec.ArchiveCompression.None, VmRestoreSpec.Vtpm.Keep, true));
        var resource = server.client().resource(export);
        for (var change : List.of(
                List.of("allowPlaintext: true", "key: \"a.xva\""), List.of("mode: \"XvaExport\"", "mode: \"NewVm\""))) {
            assertThatThrownBy(() -> resource.edit(found -> SERIALIZATION.unmarshal(
                            SERIALIZATION.asYaml(found).replace(change.get(0), change.get(1)), VmRestore.class)))
                    .hasMessageContaining("create another one");
        }
        var cancelled = resource.edit(found -> SERIALIZATION.unmarshal(
                SERIALIZATION.asYaml(found).replace("cancel: false", "cancel: true"), VmRestore.class));
        assertThat(cancelled.getSpec().cancel()).isTrue();
        var plain = create(server, VmRestore.class, restore("powerOn: false").replace("name: bad", "name: plain"));
        assertThat(plain.getSpec().mode()).isEqualTo(VmRestoreSpec.Mode.NewVm);
    }

    private static List<Fault> faults() {
        return List.of(
                new Fault(hypervisor("bad", "http://10.0.0.1", ""), "each endpoint is https://host"),
                new Fault(hypervisor("bad", "https://10.0.0.1", "  poolUUID: west"), "poolUUID"),
                new Fault(
                        hypervisor(
                                "bad",
                                "https://10.0.0.1",
                                "  tls: {insecureSkipVerify: true, certificateFingerprints: [ab]}"),
                        "not several"),
                new Fault(
                        hypervisor("bad", "https://10.0.0.1", "  limits: {bandwidth: {rate: 100k}}"),
                        "at least 1Mi, such as 100Mi"),
                new Fault(
                        storage("{filesystem: {claimName: c}}") + "  limits: {bandwidth: {rate: 1000}}\n",
                        "leave bandwidth out for no limit"),
                new Fault(policy("bad", "{include: [{}]}", ""), "a term needs at least one of"),
                new Fault(policy("bad", "{include: []}", ""), "include"),
                new Fault(
                        policy("bad", "{include: [{names: [web]}]}", "  disks: {exclude: [{}]}"),
                        "at least one of names, nameRegex, devices"),
                new Fault(
                        policy("bad", "{include: [{names: [web]}]}", "  consistency: {mode: Sometimes}"), "Sometimes"),
                new Fault(
                        policy("bad", "{include: [{names: [web]}]}", "  snapshots: {maxChainLength: 30}"),
                        "maxChainLength"),
                new Fault(
                        policy("bad", "{include: [{names: [web]}]}", "  strategy: {readAllEvery: monthly}"),
                        "readAllEvery"),
                new Fault(strategy("{mode: Xva, onNbdUnavailable: Fail}"), "which onNbdUnavailable: Fail rules out"),
                new Fault(strategy("{mode: Raw, onNbdUnavailable: Fail}"), "which onNbdUnavailable: Fail rules out"),
                new Fault(strategy("{mode: Raw, onCbtUnavailable: Fail}"), "which onCbtUnavailable: Fail rules out"),
                new Fault(strategy("{xva: {base: LastWeek}}"), "LastWeek"),
                new Fault(
                        strategy("{mode: Xva}") + "  snapshots: {reference: MetadataOnly}\n",
                        "take Auto, KeepData or None"),
                new Fault(
                        backup("bad", "{hypervisorRef: {name: pool}, vmName: web}")
                                + "  strategy: {mode: Xva}\n  snapshots: {reference: MetadataOnly}\n",
                        "take Auto, KeepData or None"),
                new Fault(restore("identity: Original"), "takes route: Xva and mac: Preserve"),
                new Fault(restore("identity: Original\n  route: Xva"), "takes route: Xva and mac: Preserve"),
                new Fault(
                        restore("route: Xva\n  storageMapping: {byDevice: [{device: \"0\", srUUID: x}]}"),
                        "storageMapping.defaultSrUUID"),
                new Fault(restore("mode: XvaExport"), "leave out target, networkMapping"),
                new Fault(restore("xvaExport: {key: web.xva}"), "xvaExport is for mode: XvaExport"),
                new Fault(export("powerOn: true"), "mode: XvaExport creates no VM"),
                new Fault(export("route: Xva"), "mode: XvaExport creates no VM"),
                new Fault(export("storageMapping: {defaultSrUUID: x}"), "all of storageMapping but skip"),
                new Fault(export("xvaExport: {key: /web.xva}"), "xvaExport.key"),
                new Fault(export("xvaExport: {key: a/../web.xva}"), "xvaExport.key"),
                new Fault(export("xvaExport: {key: web.raw}"), "xvaExport.key"),
                new Fault(export("mode: NewVm"), "name its pool by target.hypervisorRef"),
                new Fault(storage("{}"), "exactly one of provider.s3 and provider.filesystem"),
                new Fault(storage("{filesystem: {claimName: c, subPath: ../x}}"), "free of '..'"),
                new Fault(storage("{filesystem: {claimName: c}}"), "set encryption.keySecretRef to a Secret"),
                new Fault(
                        storage("{filesystem: {claimName: c}}")
                                + "  encryption: {mode: Disabled, keySecretRef: {name: k}}\n",
                        "takes no key"),
                new Fault(backup("bad", "{hypervisorRef: {name: pool}}"), "source.vmUUID and source.vmName"));
    }

    private static <R extends HasMetadata> R create(ApiServer server, Class<R> kind, String manifest) {
        return server.client().resource(SERIALIZATION.unmarshal(manifest, kind)).create();
    }

    /// What a person gets who opens the resource in an editor and replaces a text.
    private static VmBackup replaced(VmBackup backup, String text, String replacement) {
        return SERIALIZATION.unmarshal(SERIALIZATION.asYaml(backup).replace(text, replacement), VmBackup.class);
    }

    private static String hypervisor(String name, String endpoint, String more) {
        return """
            apiVersion: lifeboat.dev/v1alpha1
            kind: XenHypervisor
            metadata: {name: %s, namespace: default}
            spec:
              endpoints: ["%s"]
              credentialsSecretRef: {name: credentials}
            %s
            """.formatted(name, endpoint, more);
    }

    private static String policy(String name, String selector, String more) {
        return """
            apiVersion: lifeboat.dev/v1alpha1
            kind: BackupPolicy
            metadata: {name: %s, namespace: default}
            spec:
              hypervisorRefs: [{name: pool}]
              storageRef: {name: storage}
              selector: %s
            %s
            """.formatted(name, selector, more);
    }

    private static String strategy(String strategy) {
        return policy("bad", "{include: [{names: [web]}]}", "  strategy: " + strategy);
    }

    private static String restore(String more) {
        return """
            apiVersion: lifeboat.dev/v1alpha1
            kind: VmRestore
            metadata: {name: bad, namespace: default}
            spec:
              source: {backupRef: {name: web}}
              target: {hypervisorRef: {name: pool}}
              %s
            """.formatted(more);
    }

    /// @param more replaces the mode where it names one
    private static String export(String more) {
        return """
            apiVersion: lifeboat.dev/v1alpha1
            kind: VmRestore
            metadata: {name: bad, namespace: default}
            spec:
              source: {backupRef: {name: web}}
              %s
              %s
            """.formatted(more.startsWith("mode:") ? "" : "mode: XvaExport", more);
    }

    private static String storage(String provider) {
        return """
            apiVersion: lifeboat.dev/v1alpha1
            kind: BackupStorage
            metadata: {name: bad, namespace: default}
            spec:
              provider: %s
            """.formatted(provider);
    }

    private static String backup(String name, String source) {
        return """
            apiVersion: lifeboat.dev/v1alpha1
            kind: VmBackup
            metadata: {name: %s, namespace: default}
            spec:
              source: %s
              storageRef: {name: storage}
            """.formatted(name, source);
    }
}
