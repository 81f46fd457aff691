package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.fake.FakePool;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Records whose fields hold what they should not: every reader gives something, or one of our own exceptions.
class RecordFuzzTest {

    private static final long SEED = 20_261_124;
    private static final int MOST_ROUNDS = 20_000;
    private static final Duration MOST_TIME = Duration.ofSeconds(5);

    private static final List<String> FIELDS = List.of(
            "uuid",
            "name_label",
            "master",
            "default_SR",
            "restrictions",
            "address",
            "enabled",
            "metrics",
            "software_version",
            "API_version_major",
            "API_version_minor",
            "type",
            "content_type",
            "shared",
            "PBDs",
            "physical_size",
            "physical_utilisation",
            "features",
            "supported_image_formats",
            "host",
            "SR",
            "currently_attached",
            "network",
            "IP",
            "IPv6",
            "management",
            "purpose",
            "power_state",
            "resident_on",
            "tags",
            "memory_dynamic_max",
            "VCPUs_at_startup",
            "HVM_boot_params",
            "guest_metrics",
            "VBDs",
            "VIFs",
            "current_operations",
            "other_config",
            "snapshot_of",
            "VM",
            "VDI",
            "empty",
            "userdevice",
            "mode",
            "virtual_size",
            "cbt_enabled",
            "device",
            "MAC",
            "os_version",
            "PV_drivers_version",
            "networks",
            "live");

    private final Random random = new Random(SEED);
    private int read;
    private int refused;

    @Test
    void noRecordBreaksAReader() {
        long end = System.nanoTime() + MOST_TIME.toNanos();
        for (int round = 0; round < MOST_ROUNDS && System.nanoTime() < end; round++) {
            var records = new Chaos();
            attempt(round, () -> InventoryReader.inventory(records));
            attempt(round, () -> new StorageRepositories(records).all());
            attempt(round, () -> new CbtProbe(records).shortcomings());
            attempt(round, () -> new NbdProbe(records).shortcomings());
            attempt(round, () -> new NbdProbe(records).networks());
            attempt(round, () -> EventBatch.of(value(0)));
            attempt(
                    round,
                    () -> EventBatch.of(Map.of(
                            "events",
                                    List.of(
                                            fields(),
                                            Map.of("class", "vm", "ref", "OpaqueRef:1", "snapshot", value(0))),
                            "valid_ref_counts", value(0))));
            attempt(round, () -> XapiRecord.of(fields()).instant("uuid"));
        }
        assertThat(read).as("what made sense").isPositive();
        assertThat(refused).as("what was refused").isPositive();
    }

    private void attempt(int round, Supplier<Object> reader) {
        try {
            assertThat(reader.get()).isNotNull();
            read++;
        } catch (XenException e) {
            assertThat(e.getMessage()).isNotBlank();
            refused++;
        } catch (RuntimeException e) {
            throw new AssertionError("Seed " + SEED + ", round " + round, e);
        }
    }

    /// A few objects of each class that point at each other, and at nothing.
    private final class Chaos implements RecordSource {
        private final Map<String, Map<String, XapiRecord>> byType = new HashMap<>();

        @Override
        public Map<String, XapiRecord> all(String type) {
            return byType.computeIfAbsent(type, _ -> {
                var records = new TreeMap<String, XapiRecord>();
                IntStream.range(0, 1 + random.nextInt(3))
                        .forEach(number -> records.put("OpaqueRef:" + number, XapiRecord.of(fields())));
                return records;
            });
        }

        @Override
        public Optional<XapiRecord> find(String type, String ref) {
            return Optional.ofNullable(all(type).get(ref));
        }
    }

    /// Mostly as they should be: wrong ones everywhere would only ever test the first field that is read.
    private Map<String, Object> fields() {
        var fields = new HashMap<String, Object>(Map.of(
                "uuid", "00000000-0000-4000-8000-00000000000" + random.nextInt(10),
                "power_state", "Running",
                "memory_dynamic_max", "1",
                "VCPUs_at_startup", "1",
                "virtual_size", "1",
                "physical_size", "1",
                "physical_utilisation", "1"));
        FIELDS.stream()
                .filter(field -> !fields.containsKey(field) || random.nextInt(12) == 0)
                .forEach(field -> fields.put(field, value(0)));
        return fields;
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth > 2 ? 6 : 9)) {
            case 0 -> "OpaqueRef:" + random.nextInt(4);
            case 1 ->
                List.of("", "OpaqueRef:NULL", "Ref:1", "nbd", "insecure_nbd", "Disk", "9".repeat(30))
                        .get(random.nextInt(7));
            case 2 -> Integer.toString(random.nextInt());
            case 3 -> random.nextBoolean();
            case 4 -> random.nextGaussian();
            case 5 -> FakePool.USER;
            case 6 -> List.of(value(depth + 1), value(depth + 1));
            case 7 -> List.of("nbd");
            default -> Map.of("major", value(depth + 1), "0/ip", value(depth + 1), "k", value(depth + 1));
        };
    }
}
