package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.NewDisk;
import dev.lifeboat.xen.RestoredVm;
import dev.lifeboat.xen.VmCreation;
import dev.lifeboat.xen.VmRecords;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.fake.Failure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a restored VM has beside disks and NICs, and what is said where a pool cannot give it.
class VmBelongingsTest extends PoolTest {

    private static final long TIB = 1L << 40;

    private XenPool connection;
    private String sr;

    @BeforeEach
    void addPlaces() {
        connection = connect();
        sr = pool.add("SR", Map.of("name_label", "local", "type", "ext", "content_type", "user"));
        pool.on("VM.create", parameters -> pool.add("VM", fields(parameters)));
        pool.on("VDI.create", parameters -> pool.add("VDI", fields(parameters)));
        pool.on("VBD.create", parameters -> pool.add("VBD", fields(parameters)));
        pool.on("VTPM.create", _ -> "OpaqueRef:vtpm");
        pool.on("VM.set_bios_strings", _ -> "");
    }

    @AfterEach
    void stop() {
        connection.close();
    }

    @Test
    void aVmThatLacksNothingHasNoCaveats() {
        assertThat(restore(Map.of()).caveats()).isEmpty();
        assertThat(pool.callsOf("VTPM.create")).isEmpty();
        assertThat(pool.callsOf("VM.set_bios_strings")).isEmpty();
    }

    @Test
    void aVmThatHadAVirtualTpmGetsAnEmptyOne() {
        var restored = restore(Map.of("VTPMs", List.of("OpaqueRef:old")));

        assertThat(pool.callsOf("VTPM.create").getFirst().get(1)).isEqualTo(true);
        assertThat(restored.caveats()).singleElement().asString().contains("virtual TPM", "recovery key");
    }

    @Test
    void twoRecordsOfVirtualTpmsMakeOne() {
        var restored = restore(Map.of("VTPMs", List.of("OpaqueRef:old", "OpaqueRef:older")));

        assertThat(pool.callsOf("VTPM.create")).hasSize(1);
        assertThat(restored.caveats()).hasSize(1);
    }

    @Test
    void devicesThatWerePassedThroughAreLeftBehindAndSaid() {
        for (var original : List.of(
                Map.<String, Object>of("VGPUs", List.of("OpaqueRef:gpu")),
                Map.<String, Object>of("other_config", Map.of("pci", "0/0000:04:00.0")))) {
            assertThat(restore(original).caveats())
                    .singleElement()
                    .asString()
                    .contains("GPUs and PCI devices", "xe vgpu-create");
        }
        assertThat(pool.callsOf("VM.create"))
                .allSatisfy(call ->
                        assertThat(fields(call).get("other_config").toString()).doesNotContain("pci"));
    }

    @Test
    void aPoolWithoutVirtualTpmsRestoresTheVmAndSaysSo() {
        pool.on("VTPM.create", _ -> {
            throw new Failure("MESSAGE_METHOD_UNKNOWN", "VTPM.create");
        });

        var restored = restore(Map.of("VTPMs", List.of("OpaqueRef:old")));

        assertThat(restored.caveats()).singleElement().asString().contains("without a virtual TPM");
    }

    @Test
    void biosStringsThatAPoolDoesNotTakeAreSaid() {
        pool.on("VM.set_bios_strings", _ -> {
            throw new Failure("MESSAGE_METHOD_UNKNOWN", "VM.set_bios_strings");
        });

        var restored = restore(Map.of("bios_strings", Map.of("bios-vendor", "Xen")));

        assertThat(restored.caveats()).singleElement().asString().contains("BIOS strings");
    }

    @Test
    void biosStringsThatAUserMayNotSetFailTheRestore() {
        pool.on("VM.set_bios_strings", _ -> {
            throw new Failure("RBAC_PERMISSION_DENIED", "x", "y");
        });

        assertThatThrownBy(() -> restore(Map.of("bios_strings", Map.of("bios-vendor", "Xen"))))
                .isInstanceOf(XapiException.Misconfigured.class);
    }

    @Test
    void aDiskThatNoVhdCanHoldIsMadeInAFormatThatCanWhereTheDriverHasOne() {
        restore(Map.of(), 3 * TIB);
        pool.add("SM", Map.of("type", "ext", "supported_image_formats", List.of("vhd", "qcow2")));
        restore(Map.of(), 3 * TIB);
        restore(Map.of(), TIB);

        assertThat(pool.callsOf("VDI.create"))
                .extracting(call -> fields(call).getOrDefault("sm_config", "none"))
                .containsExactly("none", Map.of("image-format", "qcow2"), "none");
    }

    private RestoredVm restore(Map<String, Object> original) {
        return restore(original, 4096);
    }

    private RestoredVm restore(Map<String, Object> original, long diskBytes) {
        var records = new VmRecords(
                Map.of("vm", original, "vtpms", Map.of("OpaqueRef:old", Map.of("is_unique", !original.isEmpty()))));
        var withoutTpm = new VmRecords(Map.of("vm", original));
        return connection.createVm(new VmCreation(
                original.containsKey("VTPMs") ? records : withoutTpm,
                "restoring",
                "",
                Map.of(),
                false,
                List.of(new NewDisk("0", "root", pool.uuid("SR", sr), diskBytes, true, false)),
                List.of()));
    }

    @SuppressWarnings("unchecked") // The fake's structs have text for keys.
    private static Map<String, Object> fields(List<Object> parameters) {
        return (Map<String, Object>) parameters.getFirst();
    }
}
