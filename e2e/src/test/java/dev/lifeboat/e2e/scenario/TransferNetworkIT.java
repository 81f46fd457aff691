package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.inventory.HostSpec;
import dev.lifeboat.simulator.inventory.Inventory;
import dev.lifeboat.simulator.inventory.RepositoryKind;
import dev.lifeboat.simulator.inventory.RepositorySpec;
import dev.lifeboat.simulator.inventory.VmSpec;
import io.fabric8.kubernetes.api.model.Condition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Disk data takes the network that was chosen for it, over NBD and over HTTPS, out and in: bytes are counted at each
/// address of a pool whose hosts have two. The disks lie with the second host, which the master sends to.
@WithAPoolOfItsOwn
class TransferNetworkIT {
    private static final String NAMESPACE = "transfer-network";
    private static final long DISK_BYTES = 8 << 20;
    private static final HostSpec MASTER = HostSpec.numbered(2, 66).getFirst();
    private static final HostSpec SECOND = HostSpec.numbered(2, 66).getLast();

    @Test
    void diskDataFlowsWhereItIsTold(Lifeboat running) {
        running.assumeBuiltIn();
        var options = PoolOptions.quick()
                .credentials("root", "scenario")
                .stores(List.of(
                        RepositorySpec.of("Local", RepositoryKind.EXT, 1L << 30).on(1)))
                .inventory(Inventory.of(VmSpec.named("web").disk(DISK_BYTES)));
        try (var pool = PoolOfRelease.start(running, options)) {
            var scene = new Scene(pool, pool.lifeboat().ready(NAMESPACE));
            scene.purposes("add", scene.management().getKey());

            overNbd(scene);
            restoresOverHttps(scene);
            backsUpOverHttps(scene);
            whatIsNotThereIsTold(scene);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void overNbd(Scene scene) {
        scene.choose("networkUUID: " + scene.backup().getValue().path("uuid").asText(), XenHypervisorReason.AllHosts);
        var before = scene.nbd();
        scene.backUp("nbd-backup", "Cbt", "Nbd");
        assertThat(scene.nbd().get(SECOND.backupAddress()) - before.get(SECOND.backupAddress()))
                .isGreaterThanOrEqualTo(scene.readBytes("nbd-backup"));
        assertThat(scene.nbd().get(SECOND.address())).isEqualTo(before.get(SECOND.address()));

        scene.choose("networkName: " + scene.nameOf(scene.management()), XenHypervisorReason.AllHosts);
        before = scene.nbd();
        scene.pool.control().scatter("web", "0", 20, 4096, 1);
        scene.backUp("nbd-management", "Cbt", "Nbd");
        assertThat(scene.nbd().get(SECOND.address())).isGreaterThan(before.get(SECOND.address()));
        assertThat(scene.nbd().get(SECOND.backupAddress())).isEqualTo(before.get(SECOND.backupAddress()));
    }

    private static void restoresOverHttps(Scene scene) {
        scene.choose("cidr: " + SECOND.backupAddress() + "/24", XenHypervisorReason.AllHosts);
        var before = scene.https();
        scene.restore("back", "nbd-backup");
        scene.assertDiskWent(before, SECOND.backupAddress(), SECOND.address());
        assertThat(scene.https().get(MASTER.backupAddress()))
                .as("the master is asked on that network too")
                .isGreaterThan(before.get(MASTER.backupAddress()));
    }

    private static void backsUpOverHttps(Scene scene) {
        scene.purposes("remove", scene.management().getKey());
        scene.purposes("remove", scene.backup().getKey());
        scene.choose("networkName: " + scene.nameOf(scene.backup()), XenHypervisorReason.NoNbdNetwork);
        var before = scene.https();
        scene.backUp("https-backup", "Raw", "Http");
        scene.assertDiskWent(before, SECOND.backupAddress(), SECOND.address());
        assertThat(scene.condition("TransferNetworkUsable").getMessage())
                .contains("xe network-param-add param-name=purpose param-key=nbd uuid="
                        + scene.backup().getValue().path("uuid").asText());
        assertThat(scene.condition("NbdAvailable").getReason()).isEqualTo("NoNbdNetwork");
    }

    private static void whatIsNotThereIsTold(Scene scene) {
        scene.choose("networkName: storage", XenHypervisorReason.UnknownReference);
        assertThat(scene.condition("TransferNetworkUsable").getMessage()).contains(scene.nameOf(scene.backup()));
        scene.choose("cidr: 10.99.0.0/16", XenHypervisorReason.HostWithoutAddress);
        var before = scene.https();
        scene.backUp("https-anyway", "Xva", "Xva");
        scene.assertDiskWent(before, SECOND.address(), SECOND.backupAddress());
    }

    /// A pool and what is asked of it.
    private record Scene(PoolOfRelease pool, Manifests manifests) {
        void choose(String transfer, XenHypervisorReason told) {
            pool.lifeboat().apply(manifests.hypervisor() + "  transfer: {" + transfer + "}\n");
            pool.lifeboat()
                    .await(
                            XenHypervisor.class,
                            NAMESPACE,
                            "pool",
                            found -> Conditions.find(found.getStatus().conditions(), "TransferNetworkUsable")
                                    .filter(it -> it.getReason().equals(told.name()))
                                    .filter(it -> it.getObservedGeneration()
                                            .equals(found.getMetadata().getGeneration()))
                                    .isPresent());
        }

        Condition condition(String type) {
            var hypervisor = pool.lifeboat()
                    .client()
                    .resources(XenHypervisor.class)
                    .inNamespace(NAMESPACE)
                    .withName("pool")
                    .get();
            return Conditions.find(hypervisor.getStatus().conditions(), type).orElseThrow();
        }

        void backUp(String name, String strategy, String protocol) {
            pool.lifeboat().apply(manifests.backup(name, pool.vm("web"), "strategy: {mode: " + strategy + "}"));
            var backup = pool.lifeboat().await(VmBackup.class, NAMESPACE, name, Outcome::ended);
            assertThat(Outcome.complete(backup)).as("%s", backup.getStatus()).isTrue();
            assertThat(backup.getStatus().effective().protocol()).startsWith(protocol);
        }

        long readBytes(String name) {
            return pool.lifeboat()
                    .client()
                    .resources(VmBackup.class)
                    .inNamespace(NAMESPACE)
                    .withName(name)
                    .get()
                    .getStatus()
                    .disks()
                    .getFirst()
                    .readBytes();
        }

        void restore(String name, String backup) {
            pool.lifeboat().apply(manifests.restore(name, backup));
            pool.lifeboat().await(VmRestore.class, NAMESPACE, name, Outcome::complete);
        }

        /// What the disk holds, some of which is zeros, at one address, next to nothing at the other.
        void assertDiskWent(Map<String, Long> before, String here, String notThere) {
            var now = https();
            assertThat(now.get(here) - before.get(here)).as(here).isGreaterThan(DISK_BYTES / 2);
            assertThat(now.get(notThere) - before.get(notThere)).as(notThere).isLessThan(DISK_BYTES / 4);
        }

        Map<String, Long> nbd() {
            return pool.control().state().nbdBytesByAddress();
        }

        Map<String, Long> https() {
            return pool.control().state().httpsBytesByAddress();
        }

        void purposes(String verb, String network) {
            pool.connection().call("network." + verb + "_purpose", network, "nbd");
        }

        Map.Entry<String, JsonNode> management() {
            return networkOf(true);
        }

        Map.Entry<String, JsonNode> backup() {
            return networkOf(false);
        }

        String nameOf(Map.Entry<String, JsonNode> network) {
            return network.getValue().path("name_label").asText();
        }

        private Map.Entry<String, JsonNode> networkOf(boolean management) {
            var refs = pool.connection()
                    .call("PIF.get_all_records")
                    .valueStream()
                    .filter(pif -> pif.path("management").asBoolean() == management)
                    .map(pif -> pif.path("network").asText())
                    .collect(Collectors.toSet());
            return pool.connection()
                    .call("network.get_all_records")
                    .propertyStream()
                    .filter(network -> refs.contains(network.getKey()))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
