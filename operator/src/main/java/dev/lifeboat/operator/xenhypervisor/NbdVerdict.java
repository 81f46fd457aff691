package dev.lifeboat.operator.xenhypervisor;

import dev.lifeboat.crds.TransferSpec;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.operator.inventory.InventoryReading;
import dev.lifeboat.operator.route.RouteTrouble;
import dev.lifeboat.operator.route.TransferRoutes;
import dev.lifeboat.xen.HostAddress;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.NbdCheck;
import dev.lifeboat.xen.NbdCheck.Outcome;
import dev.lifeboat.xen.Network;
import dev.lifeboat.xen.Shortcoming;
import dev.lifeboat.xen.Shortcoming.Cause;
import dev.lifeboat.xen.Shortcoming.Feature;
import dev.lifeboat.xen.VmDisk;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether disks can be read over NBD, and what to do where not.
///
/// The operator knocks at each server itself. Agents run elsewhere and may have another way, so that a closed door is
/// told and keeps no backup from trying it.
final class NbdVerdict {
    /// One server answers for all disks of a storage repository that it sees; these are enough to meet all hosts.
    private static final int DISKS = 16;

    private final TransferSpec.Nbd spec;
    private final InventoryReading reading;
    private final TransferRoutes routes;

    NbdVerdict(TransferSpec spec, InventoryReading reading) {
        this.spec = spec.nbd();
        this.reading = reading;
        this.routes = TransferRoutes.of(spec, reading);
    }

    static List<UUID> oneDiskOfEachStorage(Inventory inventory) {
        return inventory.vms().stream()
                .flatMap(vm -> vm.disks().stream())
                .collect(Collectors.toMap(VmDisk::srUuid, VmDisk::vdiUuid, (first, _) -> first))
                .values()
                .stream()
                .sorted()
                .limit(DISKS)
                .toList();
    }

    Finding finding() {
        return switch (reading.capabilities().nbd()) {
            case TLS -> open(XenHypervisorReason.TlsNbd, "Disks are read over NBD in TLS");
            case INSECURE ->
                spec.tls() == TransferSpec.Tls.Required
                        ? Finding.no(
                                XenHypervisorReason.InsecureNbd,
                                "spec.transfer.nbd.tls is Required, and the pool offers NBD without TLS only. "
                                        + sentences(Cause.INSECURE))
                        : open(XenHypervisorReason.InsecureNbd, "Disks are read over NBD without TLS");
            case NONE ->
                shortcomings().anyMatch(it -> it.cause() == Cause.TOO_OLD)
                        ? Finding.no(XenHypervisorReason.TooOld, sentences(Cause.TOO_OLD))
                        : Finding.no(XenHypervisorReason.NoNbdNetwork, closed());
        };
    }

    private Finding open(XenHypervisorReason how, String message) {
        return trouble(Outcome.CERTIFICATE_REJECTED)
                .map(what -> Finding.no(
                        XenHypervisorReason.CertificateRejected,
                        what + ". Disks are read over HTTPS then. The host's certificate was probably renewed and its"
                                + " NBD server still has the old one; on the host: systemctl restart xapi-nbd"))
                .or(() -> trouble(Outcome.BLOCKED)
                        .map(what -> Finding.no(
                                XenHypervisorReason.PortBlocked,
                                what + ". Where agents cannot connect either, disks are read over HTTPS. Right after a"
                                        + " network got its purpose this takes half a minute; else look for a firewall"
                                        + " between, and on the host: systemctl status xapi-nbd")))
                .or(this::hostWithoutAddress)
                .orElseGet(() -> Finding.yes(how, message));
    }

    /// Where a network was chosen, that is the one to open.
    private String closed() {
        return routes.trouble()
                .filter(trouble -> trouble.reason() == XenHypervisorReason.NoNbdNetwork)
                .map(RouteTrouble::message)
                .orElseGet(() -> sentences(Cause.NO_NETWORK));
    }

    private Optional<Finding> hostWithoutAddress() {
        return shortcomings().anyMatch(it -> it.cause() == Cause.HOST_WITHOUT_ADDRESS)
                ? Optional.of(Finding.no(XenHypervisorReason.HostWithoutAddress, sentences(Cause.HOST_WITHOUT_ADDRESS)))
                : Optional.empty();
    }

    private Optional<String> trouble(Outcome outcome) {
        return reading.nbd().stream()
                .filter(check -> check.outcome() == outcome)
                .map(check -> "NBD of host " + hostName(check) + " at " + check.address() + ":" + check.port()
                        + " does not let the operator in: " + check.detail())
                .findFirst();
    }

    private String hostName(NbdCheck check) {
        return reading.inventory().hosts().stream()
                .filter(host -> addressesOf(host.uuid()).contains(check.address()))
                .map(host -> "'" + host.name() + "'")
                .findFirst()
                .orElse("of unknown name");
    }

    /// Where the disks of a host can be read over NBD, in the order in which agents try it. An address that was
    /// written down for a host and that the pool does not know stands for any of those.
    List<String> addressesOf(UUID host) {
        var networks = reading.capabilities().transferNetworks().stream()
                .map(Network::uuid)
                .collect(Collectors.toUnmodifiableSet());
        var own = reading.capabilities().hostAddresses().stream()
                .filter(address -> address.hostUuid().equals(host))
                .toList();
        var open = own.stream()
                .filter(address -> networks.contains(address.networkUuid()))
                .map(HostAddress::address)
                .toList();
        var elsewhere = own.stream()
                .map(HostAddress::address)
                .filter(Predicate.not(open::contains))
                .toList();
        var preferred = routes.preferredOf(host).stream().filter(Predicate.not(elsewhere::contains));
        return open.isEmpty()
                ? List.of()
                : Stream.concat(preferred, open.stream()).distinct().toList();
    }

    /// How these answered, in a word; the worst counts.
    String stateOf(UUID host) {
        var addresses = addressesOf(host);
        if (addresses.isEmpty()) {
            return "None";
        }
        var outcomes = reading.nbd().stream()
                .filter(check -> addresses.contains(check.address()))
                .map(NbdCheck::outcome)
                .collect(Collectors.toUnmodifiableSet());
        if (outcomes.isEmpty()) {
            return "NotAsked";
        }
        if (outcomes.contains(Outcome.CERTIFICATE_REJECTED)) {
            return "CertificateRejected";
        }
        return outcomes.contains(Outcome.BLOCKED) ? "Blocked" : "Serving";
    }

    private String sentences(Cause cause) {
        return shortcomings()
                .filter(it -> it.cause() == cause)
                .map(Shortcoming::sentences)
                .collect(Collectors.joining(" "));
    }

    private Stream<Shortcoming> shortcomings() {
        return reading.capabilities().shortcomings().stream().filter(it -> it.feature() == Feature.NBD);
    }
}
