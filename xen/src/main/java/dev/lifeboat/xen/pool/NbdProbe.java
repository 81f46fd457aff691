package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.HostAddress;
import dev.lifeboat.xen.NbdState;
import dev.lifeboat.xen.Network;
import dev.lifeboat.xen.Shortcoming;
import dev.lifeboat.xen.Shortcoming.Cause;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds out on which networks disks can be read over NBD, and from which hosts. Sections 5.1 and 5.2 of the facts on
/// XAPI.
final class NbdProbe {

    private static final String SECURE = "nbd";
    private static final String INSECURE = "insecure_nbd";

    private final RecordSource records;

    NbdProbe(RecordSource records) {
        this.records = records;
    }

    NbdState state() {
        if (!open(SECURE).isEmpty()) {
            return NbdState.TLS;
        }
        return open(INSECURE).isEmpty() ? NbdState.NONE : NbdState.INSECURE;
    }

    List<Network> networks() {
        return opened().values().stream().map(InventoryReader::network).toList();
    }

    List<Shortcoming> shortcomings() {
        return switch (state()) {
            case TLS -> hostsWithoutAddress();
            case INSECURE -> insecure();
            case NONE -> List.of(closed());
        };
    }

    private static Shortcoming shortcoming(Cause cause, String reason, String fix) {
        return new Shortcoming(Shortcoming.Feature.NBD, cause, reason, fix);
    }

    private List<Shortcoming> insecure() {
        var all = new ArrayList<Shortcoming>();
        open(INSECURE)
                .values()
                .forEach(network -> all.add(shortcoming(
                        Cause.INSECURE,
                        "NBD is open without encryption on network '" + network.text("name_label") + "'.",
                        "Give it the purpose nbd in place of insecure_nbd: " + purpose("remove", network, INSECURE)
                                + " && " + purpose("add", network, SECURE))));
        all.addAll(hostsWithoutAddress());
        return all;
    }

    private Shortcoming closed() {
        boolean known = records.all("network").values().stream().anyMatch(network -> network.has("purpose"));
        String reason = "No network has the purpose nbd; disks are read over HTTPS.";
        if (!known) {
            return shortcoming(Cause.TOO_OLD, reason, "This version has no NBD for backups: upgrade to 7.3 or later.");
        }
        return shortcoming(
                Cause.NO_NETWORK,
                reason,
                "Give one the purpose with network.add_purpose: "
                        + managementNetworks().stream()
                                .findFirst()
                                .map(network -> purpose("add", network, SECURE))
                                .orElse("xe network-param-add param-name=purpose param-key=nbd uuid=<network>"));
    }

    private static String purpose(String verb, XapiRecord network, String purpose) {
        return "xe network-param-" + verb + " param-name=purpose param-key=" + purpose + " uuid=" + network.uuid();
    }

    private List<XapiRecord> managementNetworks() {
        return records.all("PIF").values().stream()
                .filter(pif -> pif.flag("management"))
                .flatMap(pif -> records.follow(pif, "network", "network").stream())
                .toList();
    }

    /// A disk on storage that only such a host has is not to be had over NBD.
    private List<Shortcoming> hostsWithoutAddress() {
        var served = pifs().filter(NbdProbe::hasAddress)
                .flatMap(pif -> pif.ref("host").stream())
                .collect(Collectors.toUnmodifiableSet());
        return records.all("host").entrySet().stream()
                .filter(host -> !served.contains(host.getKey()))
                .map(host -> withoutAddress(host.getKey(), host.getValue()))
                .toList();
    }

    private Shortcoming withoutAddress(String ref, XapiRecord host) {
        String fix = pifs().filter(pif -> pif.ref("host").filter(ref::equals).isPresent())
                .findFirst()
                .map(pif -> "Give it one: xe pif-reconfigure-ip mode=dhcp uuid=" + pif.uuid())
                .orElse("Connect it to that network, and give it an address there: xe pif-list host-uuid="
                        + host.uuid());
        return shortcoming(
                Cause.HOST_WITHOUT_ADDRESS,
                "Host " + host.text("name_label") + " has no address on a network that NBD is open on; disks that only"
                        + " it reaches are read over HTTPS.",
                fix);
    }

    private Stream<XapiRecord> pifs() {
        Set<String> networks = opened().keySet();
        return records.all("PIF").values().stream()
                .filter(pif -> pif.ref("network").filter(networks::contains).isPresent());
    }

    /// Of all networks, since a transfer network need not be one that NBD is open on.
    List<HostAddress> addresses() {
        return records.all("PIF").values().stream()
                .filter(NbdProbe::hasAddress)
                .flatMap(pif -> addresses(pif)
                        .map(address -> new HostAddress(
                                records.uuid(pif, "host", "host").orElse(Lookup.NIL),
                                records.uuid(pif, "network", "network").orElse(Lookup.NIL),
                                address,
                                pif.flag("management"))))
                .sorted(Comparator.comparing(HostAddress::address))
                .toList();
    }

    /// IPv6 ones come with the length of their prefix.
    private static Stream<String> addresses(XapiRecord pif) {
        return Stream.concat(
                        Stream.of(pif.text("IP")), pif.texts("IPv6").stream().map(text -> text.split("/", 2)[0]))
                .filter(text -> !text.isEmpty());
    }

    private static boolean hasAddress(XapiRecord pif) {
        boolean addressed =
                !pif.text("IP").isEmpty() || pif.texts("IPv6").stream().anyMatch(address -> !address.isEmpty());
        return pif.flag("currently_attached") && addressed;
    }

    private Map<String, XapiRecord> opened() {
        var secure = open(SECURE);
        return secure.isEmpty() ? open(INSECURE) : secure;
    }

    private Map<String, XapiRecord> open(String purpose) {
        return records.all("network").entrySet().stream()
                .filter(network -> network.getValue().texts("purpose").contains(purpose))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
