package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.xen.DiskChain;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DiskChainsTest {
    private static XapiRecord image(String uuid, @Nullable String parent, boolean managed) {
        Map<String, Object> config = parent == null ? Map.of() : Map.of("vhd-parent", parent);
        return new XapiRecord(Map.of("uuid", uuid, "managed", managed, "sm_config", config));
    }

    private static XapiRecord disk(String parent) {
        return image("disk", parent, true);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource
    void tellsHowADiskHangsTogether(String situation, XapiRecord[] others, Optional<DiskChain> expected) {
        assertThat(chain(disk("a"), others)).isEqualTo(expected);
    }

    static Stream<Arguments> tellsHowADiskHangsTogether() {
        var snapshot = image("snapshot", "a", true);
        return Stream.of(
                arguments("a disk on one image", new XapiRecord[] {image("a", null, false)}, chain(2, false)),
                arguments(
                        "two, each with a snapshot",
                        new XapiRecord[] {
                            image("a", "b", false), image("b", null, false), snapshot, image("s", "b", true)
                        },
                        chain(3, false)),
                arguments(
                        "two that become one, since the snapshot between them is gone",
                        new XapiRecord[] {image("a", "b", false), image("b", null, false), snapshot},
                        chain(3, true)),
                arguments("an image that is not told", new XapiRecord[] {}, chain(2, false)),
                arguments(
                        "one that goes in circles",
                        new XapiRecord[] {
                            image("a", "b", false), image("b", "a", false), snapshot, image("s", "b", true)
                        },
                        chain(256, false)));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource
    void knowsADiskOfOneImageOnlyWhereTheStorageSaysSo(
            String situation, Map<String, Object> config, Optional<DiskChain> expected) {
        var disk = new XapiRecord(Map.of("uuid", "disk", "managed", true, "sm_config", config));
        assertThat(chain(disk)).isEqualTo(expected);
    }

    static Stream<Arguments> knowsADiskOfOneImageOnlyWhereTheStorageSaysSo() {
        return Stream.of(
                arguments("nothing is said", Map.of(), Optional.empty()),
                arguments("a raw disk", Map.of("vdi_type", "aio"), Optional.empty()),
                arguments("a VHD", Map.of("vdi_type", "vhd"), chain(1, false)),
                arguments("an image of 8.3", Map.of("image-format", "qcow2"), chain(1, false)),
                arguments("no parent any more", Map.of("vdi_type", "vhd", "vhd-parent", ""), chain(1, false)));
    }

    private static Optional<DiskChain> chain(int length, boolean coalescing) {
        return Optional.of(new DiskChain(length, coalescing));
    }

    private static Optional<DiskChain> chain(XapiRecord disk, XapiRecord... others) {
        var all = new HashMap<String, XapiRecord>();
        all.put("OpaqueRef:disk", disk);
        for (var other : others) {
            all.put("OpaqueRef:" + other.text("uuid"), other);
        }
        var cache = new RecordCache();
        all.forEach((ref, record) -> cache.put("VDI", ref, record));
        return new DiskChains(cache).of(disk);
    }
}
