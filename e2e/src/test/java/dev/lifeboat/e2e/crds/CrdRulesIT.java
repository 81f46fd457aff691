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

    @ParameterizedTest
    @MethodSource("servers")
    void everyCrdIsEstablished(ApiServer server) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
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
        var pool = create(server, XenHypervisor.class, SmallManifests.hypervisor("defaults", "https://10.0.0.1", ""));

        assertThat(pool.getSpec().transfer().nbd().connectionsPerDisk()).isEqualTo(2);
        assertThat(pool.getSpec().inventory().resyncInterval()).isEqualTo("10m");
        assertThat(pool.getSpec().cbt().enableOnFirstBackup()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatAPersonGetsWrongIsRefusedWithTheFix(ApiServer server) {
        for (var fault : Fault.all()) {
            assertThatThrownBy(() -> create(server, GenericKubernetesResource.class, fault.manifest()))
                    .as(fault.manifest())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining(fault.message());
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aBackupCannotChangeButCanBeCancelled(ApiServer server) {
        var backup = create(
                server, VmBackup.class, SmallManifests.backup("fixed", "{hypervisorRef: {name: pool}, vmName: web}"));
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
        var policy =
                create(server, BackupPolicy.class, SmallManifests.policy("merged", "{include: [{names: [web]}]}", """
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
        var plain =
                create(server, BackupPolicy.class, SmallManifests.policy("plain", "{include: [{names: [web]}]}", ""));
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
            assertThatThrownBy(() -> resource.edit(found -> replaced(found, change.get(0), change.get(1))))
                    .hasMessageContaining("create another one");
        }
        var cancelled = resource.edit(found -> replaced(found, "cancel: false", "cancel: true"));
        assertThat(cancelled.getSpec().cancel()).isTrue();
        var plain = create(
                server,
                VmRestore.class,
                SmallManifests.restore("powerOn: false").replace("name: bad", "name: plain"));
        assertThat(plain.getSpec().mode()).isEqualTo(VmRestoreSpec.Mode.NewVm);
    }

    private static <R extends HasMetadata> R create(ApiServer server, Class<R> kind, String manifest) {
        return server.client().resource(SERIALIZATION.unmarshal(manifest, kind)).create();
    }

    /// What a person gets who opens the resource in an editor and replaces a text.
    @SuppressWarnings("unchecked") // read back as what it was
    private static <R extends HasMetadata> R replaced(R resource, String text, String replacement) {
        return (R)
                SERIALIZATION.unmarshal(SERIALIZATION.asYaml(resource).replace(text, replacement), resource.getClass());
    }
}
