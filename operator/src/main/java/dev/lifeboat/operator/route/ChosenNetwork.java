package dev.lifeboat.operator.route;

import dev.lifeboat.crds.TransferSpec;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.xen.HostAddress;
import dev.lifeboat.xen.Network;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The network that disk data shall take.
sealed interface ChosenNetwork {

    /// Networks that a message names; a pool may have hundreds.
    int TOLD = 10;

    /// Whether an address of a host is on it.
    boolean has(HostAddress address);

    /// For messages: `network 'backup'`.
    String name();

    record None() implements ChosenNetwork {
        @Override
        public boolean has(HostAddress address) {
            return false;
        }

        @Override
        public String name() {
            return "no network";
        }
    }

    record OfPool(Network network) implements ChosenNetwork {
        @Override
        public boolean has(HostAddress address) {
            return address.networkUuid().equals(network.uuid());
        }

        @Override
        public String name() {
            return "network '" + network.name() + "'";
        }
    }

    record OfAddresses(NetworkRange range) implements ChosenNetwork {
        @Override
        public boolean has(HostAddress address) {
            return range.contains(address.address());
        }

        @Override
        public String name() {
            return "network " + range;
        }
    }

    /// There is no such network.
    record Unknown(RouteTrouble trouble) implements ChosenNetwork {
        @Override
        public boolean has(HostAddress address) {
            return false;
        }

        @Override
        public String name() {
            return "an unknown network";
        }
    }

    static ChosenNetwork of(TransferSpec spec, List<Network> networks) {
        if (spec.cidr() != null) {
            return ofAddresses(spec.cidr());
        }
        var wanted = Optional.ofNullable(spec.networkUUID()).or(() -> Optional.ofNullable(spec.networkName()));
        if (wanted.isEmpty()) {
            return new None();
        }
        var found = networks.stream()
                .filter(network -> spec.networkUUID() == null
                        ? network.name().equals(wanted.get())
                        : network.uuid().toString().equals(wanted.get()))
                .toList();
        return switch (found.size()) {
            case 0 -> unknown(spec, networks);
            case 1 -> new OfPool(found.getFirst());
            default ->
                new Unknown(new RouteTrouble(
                        XenHypervisorReason.Conflicting,
                        "spec.transfer.networkName '" + wanted.get() + "': the pool has " + found.size()
                                + " networks of that name. Set networkUUID instead, to one of " + told(found)));
        };
    }

    private static ChosenNetwork ofAddresses(String cidr) {
        try {
            return new OfAddresses(NetworkRange.parse(cidr));
        } catch (IllegalArgumentException e) {
            return new Unknown(new RouteTrouble(
                    XenHypervisorReason.InvalidSpec,
                    "spec.transfer.cidr '" + cidr + "' is no network: " + e.getMessage()
                            + ". Write it as 10.20.0.0/24"));
        }
    }

    private static ChosenNetwork unknown(TransferSpec spec, List<Network> networks) {
        var field = spec.networkUUID() == null
                ? "networkName '" + spec.networkName() + "': the pool has no network of that name"
                : "networkUUID " + spec.networkUUID() + ": the pool has no such network";
        return new Unknown(new RouteTrouble(
                XenHypervisorReason.UnknownReference,
                "spec.transfer." + field + ". It has " + told(networks)
                        + "; xe network-list params=uuid,name-label tells all"));
    }

    private static String told(List<Network> networks) {
        return networks.stream()
                .limit(TOLD)
                .map(network -> "'" + network.name() + "' (" + network.uuid() + ")")
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
