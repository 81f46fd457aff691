package dev.lifeboat.operator.selection;

import dev.lifeboat.operator.fakes.VmBuilder;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmDisk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// VMs for tests; the same name is the same VM.
public final class Vms {
    private Vms() {}

    public static VirtualMachine vm(String name, String... tags) {
        return vm(name, PowerState.RUNNING, tags);
    }

    public static VirtualMachine vm(String name, PowerState powerState, String... tags) {
        var root = new VmDisk(
                "0",
                uuid(name + " disk"),
                "root",
                uuid("sr"),
                10L << 30,
                true,
                true,
                false,
                Set.of(),
                Optional.empty(),
                ImageFormat.UNSAID);
        return VmBuilder.vm(uuid(name), name)
                .power(powerState)
                .tags(tags)
                .disks(List.of(root))
                .build();
    }

    public static UUID uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
