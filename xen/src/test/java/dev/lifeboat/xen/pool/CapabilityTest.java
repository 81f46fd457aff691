package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.NbdState;
import dev.lifeboat.xen.Network;
import dev.lifeboat.xen.PoolCapabilities;
import dev.lifeboat.xen.Shortcoming;
import dev.lifeboat.xen.Shortcoming.Feature;
import dev.lifeboat.xen.fake.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CapabilityTest extends PoolTest {

    private String host;
    private String network;
    private String pif;

    /// A pool that can do everything, as no real one can.
    @BeforeEach
    void fillPool() {
        String dom0 = pool.add("VM", Map.of("is_control_domain", true, "VTPMs", List.of()));
        host = pool.add("host", Map.of("name_label", "xen1", "control_domain", dom0));
        String pbd = pool.add("PBD", Map.of("host", host, "currently_attached", true));
        pool.add(
                "SR",
                Map.of(
                        "type",
                        "ext",
                        "content_type",
                        "user",
                        "PBDs",
                        List.of(pbd),
                        "physical_size",
                        "1",
                        "physical_utilisation",
                        "1"));
        pool.add(
                "SM",
                Map.of(
                        "type",
                        "ext",
                        "features",
                        Map.of("VDI_CONFIG_CBT", "1"),
                        "supported_image_formats",
                        List.of("vhd", "qcow2")));
        pool.add("pool", Map.of("restrictions", Map.of("restrict_cbt", "false", "restrict_zstd_export", "false")));
        network = pool.add("network", Map.of("name_label", "backup", "purpose", List.of("nbd")));
        pif = pool.add(
                "PIF",
                Map.of(
                        "network",
                        network,
                        "host",
                        host,
                        "currently_attached",
                        true,
                        "IP",
                        "10.0.0.1",
                        "management",
                        true));
        pool.on("VM.snapshot", _ -> gone());
        pool.on("VM.snapshot_with_quiesce", _ -> gone());
    }

    @Test
    void aPoolThatCanDoEverythingHasNoShortcomings() {
        var can = capabilities();

        assertThat(can.cbt()).isTrue();
        assertThat(can.nbd()).isEqualTo(NbdState.TLS);
        assertThat(can.ignoreVdis()).isTrue();
        assertThat(can.quiesce()).isTrue();
        assertThat(can.vtpm()).isTrue();
        assertThat(can.zstd()).isTrue();
        assertThat(can.qcow2()).isTrue();
        assertThat(can.transferNetworks()).extracting(Network::name).containsExactly("backup");
        assertThat(can.shortcomings()).isEmpty();
        assertThat(can.explanations()).isEmpty();
    }

    @Test
    void anOldUnlicensedPoolHasAReasonAndAFixForEverything() {
        pool.records("network").get(network).remove("purpose");
        restrict(Map.of("restrict_cbt", "true"));
        pool.records("SM").clear();
        pool.records("VM").values().forEach(vm -> vm.remove("VTPMs"));
        pool.on("VM.snapshot", _ -> {
            throw new Failure("MESSAGE_PARAMETER_COUNT_MISMATCH", "VM.snapshot", "2", "3");
        });
        pool.on("VM.snapshot_with_quiesce", _ -> {
            throw new Failure("MESSAGE_REMOVED");
        });

        var can = capabilities();

        assertThat(can.cbt() || can.ignoreVdis() || can.quiesce() || can.vtpm() || can.zstd() || can.qcow2())
                .isFalse();
        assertThat(can.nbd()).isEqualTo(NbdState.NONE);
        assertThat(can.transferNetworks()).isEmpty();
        assertThat(can.shortcomings()).extracting(Shortcoming::feature).contains(Feature.values());
        assertThat(can.shortcomings()).allSatisfy(shortcoming -> {
            assertThat(shortcoming.reason()).endsWith(".");
            assertThat(shortcoming.fix()).isNotBlank();
        });
        assertThat(of(can, Feature.CBT)).hasSize(3);
    }

    @Test
    void nbdIsOpenedOnTheManagementNetworkWithOneCommand() {
        pool.records("network").get(network).put("purpose", List.of());

        assertThat(of(capabilities(), Feature.NBD))
                .singleElement()
                .extracting(Shortcoming::fix)
                .asString()
                .endsWith(
                        "xe network-param-add param-name=purpose param-key=nbd uuid=" + pool.uuid("network", network));
    }

    @Test
    void insecureNbdIsUsableAndSaidWithTheCommandsThatEndIt() {
        pool.records("network").get(network).put("purpose", List.of("insecure_nbd"));

        var can = capabilities();

        assertThat(can.nbd()).isEqualTo(NbdState.INSECURE);
        assertThat(can.transferNetworks()).hasSize(1);
        assertThat(of(can, Feature.NBD))
                .singleElement()
                .extracting(Shortcoming::fix)
                .asString()
                .contains("xe network-param-remove", "insecure_nbd", "xe network-param-add", "param-key=nbd");
    }

    @Test
    void aHostWithoutAnAddressOnTheTransferNetworkIsNamed() {
        String second = pool.add("host", Map.of("name_label", "xen2"));
        String unaddressed = pool.add("PIF", Map.of("network", network, "host", second, "currently_attached", true));
        pool.add("host", Map.of("name_label", "xen3"));

        var can = capabilities();

        assertThat(can.nbd()).isEqualTo(NbdState.TLS);
        assertThat(of(can, Feature.NBD)).hasSize(2);
        assertThat(can.explanations())
                .anyMatch(text -> text.contains("xen2")
                        && text.contains("xe pif-reconfigure-ip mode=dhcp uuid=" + pool.uuid("PIF", unaddressed)))
                .anyMatch(text -> text.contains("xen3") && text.contains("xe pif-list"));
    }

    @Test
    void anAddressOfTheSixthVersionCounts() {
        pool.records("PIF").get(pif).putAll(Map.of("IP", "", "IPv6", List.of("fd00::1/64")));
        assertThat(capabilities().shortcomings()).isEmpty();

        pool.records("PIF").get(pif).put("currently_attached", false);
        assertThat(of(capabilities(), Feature.NBD)).hasSize(1);
    }

    @Test
    void aLicenceThatLeavesCompressionOutIsToldFromAVersionThatDoes() {
        restrict(Map.of("restrict_zstd_export", "true"));
        assertThat(of(capabilities(), Feature.ZSTD).getFirst().fix()).contains("xe pool-apply-edition");

        restrict(Map.of());
        assertThat(of(capabilities(), Feature.ZSTD).getFirst().fix()).contains("8.1");
    }

    @Test
    void aRightThatIsMissingIsNoMissingFeature() {
        pool.on("VM.snapshot", _ -> {
            throw new Failure("RBAC_PERMISSION_DENIED", "VM.snapshot", "no");
        });

        assertThat(capabilities().ignoreVdis()).isTrue();
    }

    private PoolCapabilities capabilities() {
        try (var connection = connect()) {
            return connection.capabilities();
        }
    }

    private static List<Shortcoming> of(PoolCapabilities can, Feature feature) {
        return can.shortcomings().stream()
                .filter(shortcoming -> shortcoming.feature() == feature)
                .toList();
    }

    private void restrict(Map<String, String> restrictions) {
        pool.records("pool").values().forEach(each -> each.put("restrictions", new HashMap<>(restrictions)));
    }

    private static Object gone() {
        throw new Failure("HANDLE_INVALID", "VM", "OpaqueRef:NULL");
    }
}
