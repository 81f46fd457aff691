package dev.lifeboat.operator.route;

import dev.lifeboat.crds.TransferSpec;
import dev.lifeboat.crds.TransferSpec.HostAddressOverride;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.operator.inventory.InventoryReading;
import dev.lifeboat.xen.Host;
import dev.lifeboat.xen.HostAddress;
import dev.lifeboat.xen.HostRoute;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.NbdState;
import dev.lifeboat.xen.Network;
import dev.lifeboat.xen.PoolCapabilities;
import dev.lifeboat.xen.Shortcoming.Cause;
import dev.lifeboat.xen.Shortcoming.Feature;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// From what a XenHypervisor says of networks and addresses to where agents connect: first to the addresses that were
/// written down for a host, else to those that it has on the chosen network. What cannot be had so is had at the
/// address that the pool names, and is told.
///
/// @param hosts   with something to prefer; a host that is not among them is reached as the pool names it
/// @param chosen  whether anything was chosen at all
/// @param trouble the first that stands in the way
public record TransferRoutes(List<HostRoute> hosts, boolean chosen, Optional<RouteTrouble> trouble) {
    public TransferRoutes {
        hosts = List.copyOf(hosts);
    }

    public static TransferRoutes of(TransferSpec spec, InventoryReading reading) {
        return of(spec, reading.inventory(), reading.capabilities());
    }

    public static TransferRoutes of(TransferSpec spec, Inventory inventory, PoolCapabilities capabilities) {
        var network = ChosenNetwork.of(spec, inventory.networks());
        var overrides = overrides(spec);
        var addresses = capabilities.hostAddresses();
        var routes = inventory.hosts().stream()
                .map(host -> new HostRoute(
                        host.uuid(), preferred(host, network, overrides, addresses), known(host, addresses)))
                .filter(route -> !route.preferred().isEmpty())
                .toList();
        return new TransferRoutes(
                routes,
                chosen(spec),
                trouble(network)
                        .or(() -> noAddress(overrides))
                        .or(() -> unknownHosts(overrides, inventory.hosts()))
                        .or(() -> withoutAddress(network, routes, inventory.hosts()))
                        .or(() -> closedForNbd(network, capabilities)));
    }

    /// Whether a spec says anything of networks or addresses.
    public static boolean chosen(TransferSpec spec) {
        return spec.networkUUID() != null
                || spec.networkName() != null
                || spec.cidr() != null
                || !overrides(spec).isEmpty();
    }

    /// Where a host is looked for, in this order.
    public List<String> addressesOf(Host host) {
        return Stream.concat(preferredOf(host.uuid()).stream(), Stream.of(host.address()))
                .distinct()
                .toList();
    }

    public List<String> preferredOf(UUID host) {
        return hosts.stream()
                .filter(route -> route.hostUuid().equals(host))
                .flatMap(route -> route.preferred().stream())
                .toList();
    }

    private static List<HostAddressOverride> overrides(TransferSpec spec) {
        return Optional.ofNullable(spec.hostAddressOverrides()).orElse(List.of());
    }

    private static List<String> preferred(
            Host host, ChosenNetwork network, List<HostAddressOverride> overrides, List<HostAddress> addresses) {
        var written = overrides.stream()
                .filter(override -> override.hostUUID().equals(host.uuid().toString()))
                .map(HostAddressOverride::address)
                .filter(TransferRoutes::isAddress)
                .toList();
        return written.isEmpty()
                ? of(host, addresses)
                        .filter(network::has)
                        .map(HostAddress::address)
                        .toList()
                : written;
    }

    private static List<String> known(Host host, List<HostAddress> addresses) {
        return Stream.concat(Stream.of(host.address()), of(host, addresses).map(HostAddress::address))
                .distinct()
                .toList();
    }

    private static Stream<HostAddress> of(Host host, List<HostAddress> addresses) {
        return addresses.stream().filter(address -> address.hostUuid().equals(host.uuid()));
    }

    private static Optional<RouteTrouble> trouble(ChosenNetwork network) {
        return network instanceof ChosenNetwork.Unknown(var trouble) ? Optional.of(trouble) : Optional.empty();
    }

    private static Optional<RouteTrouble> noAddress(List<HostAddressOverride> overrides) {
        return overrides.stream()
                .map(HostAddressOverride::address)
                .filter(Predicate.not(TransferRoutes::isAddress))
                .findFirst()
                .map(text -> new RouteTrouble(
                        XenHypervisorReason.InvalidSpec,
                        "spec.transfer.hostAddressOverrides: '" + text
                                + "' is no IP address. Write it as 192.0.2.10 or 2001:db8::10"));
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Optional<RouteTrouble> unknownHosts(List<HostAddressOverride> overrides, List<Host> hosts) {
        var known = hosts.stream().map(host -> host.uuid().toString()).toList();
        return overrides.stream()
                .map(HostAddressOverride::hostUUID)
                .filter(uuid -> !known.contains(uuid))
                .findFirst()
                .map(uuid -> new RouteTrouble(
                        XenHypervisorReason.UnknownReference,
                        "spec.transfer.hostAddressOverrides: the pool has no host " + uuid + ". It has "
                                + hosts.stream()
                                        .map(host -> host.name() + " (" + host.uuid() + ")")
                                        .sorted()
                                        .collect(Collectors.joining(", "))));
    }

    private static Optional<RouteTrouble> withoutAddress(
            ChosenNetwork network, List<HostRoute> routes, List<Host> hosts) {
        if (network instanceof ChosenNetwork.None) {
            return Optional.empty();
        }
        return hosts.stream()
                .filter(host ->
                        routes.stream().noneMatch(route -> route.hostUuid().equals(host.uuid())))
                .findFirst()
                .map(host -> new RouteTrouble(
                        XenHypervisorReason.HostWithoutAddress,
                        "Host " + host.name() + " has no address on " + network.name() + "; its disks are read and"
                                + " written at " + host.address() + ". " + remedy(network, host)
                                + ", or name one in spec.transfer.hostAddressOverrides"));
    }

    private static String remedy(ChosenNetwork network, Host host) {
        return network instanceof ChosenNetwork.OfPool(Network of)
                ? "Give it one: xe pif-reconfigure-ip mode=dhcp uuid=$(xe pif-list --minimal host-uuid=" + host.uuid()
                        + " network-uuid=" + of.uuid() + ")"
                : "Give it one: xe pif-list host-uuid=" + host.uuid() + " params=uuid,network-name-label,IP";
    }

    private static Optional<RouteTrouble> closedForNbd(ChosenNetwork network, PoolCapabilities capabilities) {
        if (!(network instanceof ChosenNetwork.OfPool(Network of))
                || capabilities.transferNetworks().stream()
                        .anyMatch(open -> open.uuid().equals(of.uuid()))
                || capabilities.shortcomings().stream()
                        .anyMatch(it -> it.feature() == Feature.NBD && it.cause() == Cause.TOO_OLD)) {
            return Optional.empty();
        }
        var purpose = capabilities.nbd() == NbdState.INSECURE ? "insecure_nbd" : "nbd";
        return Optional.of(new RouteTrouble(
                XenHypervisorReason.NoNbdNetwork,
                "NBD is not open on " + network.name() + ": only what goes over HTTPS takes it. Open it: xe"
                        + " network-param-add param-name=purpose param-key=" + purpose + " uuid=" + of.uuid()));
    }
}
