package dev.lifeboat.simulator.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The VMs a pool starts with, and the seed of what is on their disks.
public record Inventory(List<VmSpec> vms, long seed) {
    private static final long MIB = 1 << 20;
    private static final long DEFAULT_SEED = 20_260_101;

    public Inventory {
        vms = List.copyOf(vms);
    }

    public static Inventory of(VmSpec... vms) {
        return new Inventory(List.of(vms), DEFAULT_SEED);
    }

    /// Four VMs with six disks, 1186 MiB in all.
    public static Inventory standard() {
        return of(
                VmSpec.named("web-01")
                        .tag("backup:gold")
                        .tag("web")
                        .disk(256 * MIB)
                        .with(VmSpec.CdDrive.EMPTY),
                VmSpec.named("db-01").tag("backup:gold").disk(384 * MIB).disk(128 * MIB),
                VmSpec.named("files-01")
                        .tag("backup:gold")
                        .disk(192 * MIB)
                        .disk(96 * MIB)
                        .disk(66 * MIB)
                        .with(VmSpec.CdDrive.ISO),
                VmSpec.named("scratch-01").disk(64 * MIB).halted());
    }

    /// Reads `vms: [{name, tags, running, disks: [{sizeMiB or sizeBytes, repository}]}]` from YAML or JSON.
    public static Inventory read(Path file) {
        try {
            var root = new YAMLMapper().readTree(file.toFile());
            var vms = new ArrayList<VmSpec>();
            root.path("vms").forEach(vm -> vms.add(vm(vm, file)));
            if (vms.isEmpty()) {
                throw new IllegalArgumentException(file + " names no VMs: it needs a list under «vms»");
            }
            return new Inventory(vms, root.path("seed").asLong(DEFAULT_SEED));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the inventory " + file, e);
        }
    }

    private static VmSpec vm(JsonNode node, Path file) {
        if (!node.hasNonNull("name")) {
            throw new IllegalArgumentException("a VM in " + file + " has no name");
        }
        var vm = VmSpec.named(node.path("name").asText());
        for (var tag : node.path("tags")) {
            vm = vm.tag(tag.asText());
        }
        for (var disk : node.path("disks")) {
            long bytes = disk.has("sizeBytes")
                    ? disk.path("sizeBytes").asLong()
                    : disk.path("sizeMiB").asLong() * MIB;
            vm = disk.hasNonNull("repository")
                    ? vm.diskIn(disk.path("repository").asText(), bytes)
                    : vm.disk(bytes);
        }
        return node.path("running").asBoolean(true) ? vm : vm.halted();
    }
}
