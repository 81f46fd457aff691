package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorStatus;
import dev.lifeboat.crds.XenHypervisorStatus.NetworkStatus;
import dev.lifeboat.crds.XenHypervisorStatus.StorageRepositoryStatus;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether what a restore names in the target pool is there, by the last inventory.
final class Targets {
    private Targets() {}

    /// A sentence about the first thing that is not.
    static Optional<String> missing(VmRestoreSpec spec, XenHypervisor hypervisor) {
        var status = Optional.ofNullable(hypervisor.getStatus());
        var repositories = status.map(XenHypervisorStatus::storageRepositories).orElse(List.of());
        var networks = status.map(XenHypervisorStatus::networks).orElse(List.of());
        var pool = "XenHypervisor " + hypervisor.getMetadata().getName();
        var storage = repositoriesOf(spec)
                .filter(uuid -> repositories.stream().noneMatch(it -> it.uuid().equals(uuid)))
                .map(uuid -> "Storage repository " + uuid + " of spec.storageMapping is not in " + pool + "; it has "
                        + list(repositories, StorageRepositoryStatus::uuid, StorageRepositoryStatus::name));
        var network = networksOf(spec)
                .filter(uuid -> networks.stream().noneMatch(it -> it.uuid().equals(uuid)))
                .map(uuid -> "Network " + uuid + " of spec.networkMapping is not in " + pool + "; it has "
                        + list(networks, NetworkStatus::uuid, NetworkStatus::name));
        return Stream.concat(storage, network).findFirst().or(() -> badSource(spec));
    }

    private static Stream<String> repositoriesOf(VmRestoreSpec spec) {
        var mapping = spec.storageMapping();
        return Stream.concat(
                Stream.ofNullable(mapping.defaultSrUUID()),
                Optional.ofNullable(mapping.byDevice()).orElse(List.of()).stream()
                        .map(VmRestoreSpec.DeviceMapping::srUUID));
    }

    private static Stream<String> networksOf(VmRestoreSpec spec) {
        return pairs(spec).stream().map(VmRestoreSpec.NetworkPair::to);
    }

    private static Optional<String> badSource(VmRestoreSpec spec) {
        return pairs(spec).stream()
                .map(VmRestoreSpec.NetworkPair::from)
                .filter(from -> !isUuid(from))
                .findFirst()
                .map(from -> "spec.networkMapping names a source network that is not a UUID: " + from + ".");
    }

    static List<VmRestoreSpec.NetworkPair> pairs(VmRestoreSpec spec) {
        return Optional.ofNullable(spec.networkMapping().mappings()).orElse(List.of());
    }

    static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static <T> String list(List<T> things, Function<T, String> uuid, Function<T, String> name) {
        return things.isEmpty()
                ? "none."
                : things.stream()
                        .map(thing -> name.apply(thing) + " (" + uuid.apply(thing) + ")")
                        .limit(10)
                        .collect(Collectors.joining(", ", "", "."));
    }
}
