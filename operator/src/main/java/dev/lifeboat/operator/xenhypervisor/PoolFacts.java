package dev.lifeboat.operator.xenhypervisor;

import dev.lifeboat.crds.XenHypervisorStatus;
import dev.lifeboat.operator.inventory.InventoryReading;
import dev.lifeboat.operator.route.TransferRoutes;
import dev.lifeboat.xen.Host;
import dev.lifeboat.xen.NbdState;
import dev.lifeboat.xen.Network;
import dev.lifeboat.xen.StorageRepository;
import java.util.Comparator;
import java.util.List;

/// The parts of a status that describe the pool. Lists are cut, so that the object stays small.
record PoolFacts(InventoryReading reading, NbdVerdict nbd, TransferRoutes routes) {
    private static final int HOSTS = 64;
    private static final int STORAGE_REPOSITORIES = 200;
    private static final int NETWORKS = 200;

    XenHypervisorStatus.PoolStatus pool() {
        var pool = reading.inventory().pool();
        return new XenHypervisorStatus.PoolStatus(
                pool.uuid().toString(),
                pool.name(),
                pool.masterUuid().toString(),
                pool.product(),
                pool.version(),
                pool.apiVersion());
    }

    List<XenHypervisorStatus.HostStatus> hosts() {
        return reading.inventory().hosts().stream()
                .sorted(Comparator.comparing(Host::name).thenComparing(Host::uuid))
                .limit(HOSTS)
                .map(host -> new XenHypervisorStatus.HostStatus(
                        host.uuid().toString(),
                        host.name(),
                        host.address(),
                        host.enabled(),
                        host.live(),
                        host.version(),
                        routes.addressesOf(host),
                        nbd.addressesOf(host.uuid()),
                        nbd.stateOf(host.uuid())))
                .toList();
    }

    List<XenHypervisorStatus.StorageRepositoryStatus> storageRepositories() {
        return reading.inventory().storageRepositories().stream()
                .sorted(Comparator.comparing(StorageRepository::name).thenComparing(StorageRepository::uuid))
                .limit(STORAGE_REPOSITORIES)
                .map(sr -> new XenHypervisorStatus.StorageRepositoryStatus(
                        sr.uuid().toString(),
                        sr.name(),
                        sr.type(),
                        sr.shared(),
                        sr.thin(),
                        sr.sizeBytes(),
                        sr.freeBytes(),
                        sr.cbtSupported()))
                .toList();
    }

    List<XenHypervisorStatus.NetworkStatus> networks() {
        return reading.inventory().networks().stream()
                .sorted(Comparator.comparing(Network::name).thenComparing(Network::uuid))
                .limit(NETWORKS)
                .map(network -> new XenHypervisorStatus.NetworkStatus(
                        network.uuid().toString(),
                        network.name(),
                        network.purposes().stream().sorted().toList()))
                .toList();
    }

    XenHypervisorStatus.Capabilities capabilities() {
        var can = reading.capabilities();
        return new XenHypervisorStatus.Capabilities(
                can.cbt(),
                nbd(can.nbd()),
                can.nbd() == NbdState.TLS,
                can.ignoreVdis(),
                can.quiesce(),
                can.vtpm(),
                can.qcow2(),
                can.zstd(),
                can.explanations());
    }

    private static String nbd(NbdState state) {
        return switch (state) {
            case TLS -> "Tls";
            case INSECURE -> "Insecure";
            case NONE -> "None";
        };
    }
}
