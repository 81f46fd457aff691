package dev.lifeboat.xen.xva;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lifeboat.xen.VmRecords;
import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.xmlrpc.TypedValue;
import dev.lifeboat.xen.xmlrpc.TypedValue.Struct;
import dev.lifeboat.xen.xva.Xvas.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class OvaSynthesisTest {

    private static final Map<String, Object> VM = Map.ofEntries(
            Map.entry("uuid", "u1"),
            Map.entry("name_label", "snapshot of web"),
            Map.entry("is_a_template", true),
            Map.entry("is_a_snapshot", true),
            Map.entry("snapshot_of", "OpaqueRef:live"),
            Map.entry("power_state", "Suspended"),
            Map.entry("suspend_VDI", "OpaqueRef:memory"),
            Map.entry("affinity", "OpaqueRef:host"),
            Map.entry("VCPUs_max", "4"),
            Map.entry("HVM_shadow_multiplier", 1.5),
            Map.entry("VBDs", List.of("OpaqueRef:b0", "OpaqueRef:b1", "OpaqueRef:b3", "OpaqueRef:gone")),
            Map.entry("VIFs", List.of("OpaqueRef:n0")),
            Map.entry("other_config", Map.of("mac_seed", "s", "default_template", "true")));

    private static final VmRecords RECORDS = new VmRecords(Map.of(
            "vm",
            VM,
            "vbds",
            Map.of(
                    "OpaqueRef:b0", drive("Disk", "0", "OpaqueRef:d0"),
                    "OpaqueRef:b1", drive("Disk", "1", "OpaqueRef:d1"),
                    "OpaqueRef:b3", drive("CD", "3", "OpaqueRef:iso")),
            "vifs",
            Map.of(
                    "OpaqueRef:n0",
                    Map.of("device", "0", "MAC", "aa:bb", "VM", "OpaqueRef:x", "network", "OpaqueRef:net")),
            "vdis",
            Map.of(
                    "OpaqueRef:d0", Map.of("uuid", "v0", "virtual_size", "1", "sm_config", Map.of("vhd-parent", "p")),
                    "OpaqueRef:d1", Map.of("uuid", "v1", "virtual_size", "1"),
                    "OpaqueRef:iso", Map.of("uuid", "v3", "virtual_size", "1")),
            "networks",
            Map.of("OpaqueRef:net", Map.of("name_label", "lan", "VIFs", List.of("OpaqueRef:n0", "OpaqueRef:other")))));

    private static Map<String, Object> drive(String type, String position, String vdi) {
        return Map.of("type", type, "userdevice", position, "VDI", vdi, "currently_attached", true, "empty", false);
    }

    private static OvaSynthesis.Synthesised synthesise(Map<String, Long> sizes) {
        return OvaSynthesis.of(RECORDS, "web", Ovas.VERSION, sizes);
    }

    @Test
    void aSnapshotBecomesAHaltedVmUnderItsName() throws Exception {
        var ova = OvaXml.parse(synthesise(Map.of("0", 4096L)).ova().bytes());

        var vm = ova.vm().orElseThrow().fields();
        assertThat(List.of("name_label", "is_a_template", "is_a_snapshot", "snapshot_of", "power_state", "suspend_VDI"))
                .map(vm::text)
                .containsExactly("web", "0", "0", "OpaqueRef:NULL", "Halted", "OpaqueRef:NULL");
        assertThat(vm.text("affinity")).isEqualTo("OpaqueRef:NULL");
        assertThat(vm.members().get("HVM_shadow_multiplier")).isEqualTo(new TypedValue.Scalar("double", "1.5"));
        assertThat(vm.struct("other_config").members()).containsOnlyKeys("mac_seed");
    }

    @Test
    void refsLeadToObjectsOfTheArchiveOrNowhere() {
        var ova = synthesise(Map.of("0", 4096L)).ova();

        var vm = ova.vm().orElseThrow();
        assertThat(texts(vm.fields(), "VBDs"))
                .hasSize(2)
                .allSatisfy(ref -> assertThat(ova.find(ref)).isPresent());
        var nic = ova.objects("VIF").getFirst();
        assertThat(texts(vm.fields(), "VIFs")).containsExactly(nic.ref());
        assertThat(nic.fields().text("MAC")).isEqualTo("aa:bb");
        assertThat(nic.fields().text("VM")).isEqualTo("Ref:0");
        var network = ova.find(nic.fields().text("network")).orElseThrow();
        assertThat(network.fields().text("name_label")).isEqualTo("lan");
        assertThat(texts(network.fields(), "VIFs")).containsExactly(nic.ref());
        assertThat(new String(ova.bytes(), StandardCharsets.UTF_8))
                .doesNotContain("OpaqueRef:n", "OpaqueRef:d", "OpaqueRef:b", "OpaqueRef:h");
    }

    private static List<String> texts(Struct fields, String field) {
        return ((TypedValue.Array) fields.members().get(field))
                .items().stream().map(item -> ((TypedValue.Scalar) item).text()).toList();
    }

    @Test
    void justTheDisksThatAreGivenAreThereAndCdDrivesAreEmpty() throws Exception {
        var one = synthesise(Map.of("1", 5L << 20));

        assertThat(one.ova().disks())
                .extracting(XvaDisk::ref, XvaDisk::uuid, XvaDisk::sizeBytes)
                .containsExactly(Tuple.tuple(one.disksByDevice().get("1"), "v1", 5L << 20));
        var cd = one.ova().objects("VBD").stream()
                .filter(drive -> drive.fields().text("type").equals("CD"))
                .toList();
        assertThat(cd).singleElement().satisfies(drive -> {
            assertThat(drive.fields().text("empty")).isEqualTo("1");
            assertThat(drive.fields().text("VDI")).isEqualTo("OpaqueRef:NULL");
            assertThat(drive.fields().text("currently_attached")).isEqualTo("0");
        });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> synthesise(Map.of("7", 1L)))
                .withMessageContaining("no disk at position [7]");
        assertThatIllegalArgumentException().isThrownBy(() -> synthesise(Map.of("3", 1L)));
    }

    @Test
    void whatIsSynthesisedCanBeWrittenAndRead() throws Exception {
        var made = synthesise(Map.of("0", 1000L, "1", 3L << 20));
        var random = new Random(3);
        var sources = Map.of(
                made.disksByDevice().get("0"), Source.whole(Xvas.randomDisk(random, 1000)),
                made.disksByDevice().get("1"), Source.whole(Xvas.randomDisk(random, 3 << 20)));

        var read = Xvas.read(Xvas.write(made.ova(), sources, XvaChecksum.SHA1, Compression.NONE));

        sources.forEach((ref, source) -> assertThat(read.disks().get(ref)).isEqualTo(source.disk()));
    }

    @Test
    void recordsWithNothingInThemMakeAVmWithoutDevices() throws Exception {
        var made = OvaSynthesis.of(new VmRecords(Map.of()), "empty", Ovas.VERSION, Map.of());

        assertThat(made.ova().disks()).isEmpty();
        assertThat(made.ova().vm().orElseThrow().fields().text("name_label")).isEqualTo("empty");
    }
}
