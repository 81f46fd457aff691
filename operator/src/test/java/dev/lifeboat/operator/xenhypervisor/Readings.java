package dev.lifeboat.operator.xenhypervisor;

import dev.lifeboat.operator.fakes.VmBuilder;
import dev.lifeboat.operator.inventory.InventoryReading;
import dev.lifeboat.xen.Host;
import dev.lifeboat.xen.HostAddress;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.NbdCheck;
import dev.lifeboat.xen.NbdState;
import dev.lifeboat.xen.Network;
import dev.lifeboat.xen.Pool;
import dev.lifeboat.xen.PoolCapabilities;
import dev.lifeboat.xen.Shortcoming;
import dev.lifeboat.xen.Shortcoming.Cause;
import dev.lifeboat.xen.Shortcoming.Feature;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmDisk;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Pools of one host with two networks, one of them for NBD.
final class Readings {
    static final UUID HOST = UUID.fromString("11111111-0000-0000-0000-000000000001");
    static final UUID MANAGEMENT = UUID.fromString("22222222-0000-0000-0000-000000000001");
    static final UUID BACKUP = UUID.fromString("22222222-0000-0000-0000-000000000002");
    static final Shortcoming NO_LICENCE = new Shortcoming(
            Feature.CBT, Cause.NOT_LICENSED, "The licence leaves it out.", "Assign one: xe pool-apply-edition.");

    private Readings() {}

    /// With VMs of one disk each.
    static InventoryReading withDisks(VmDisk... disks) {
        var reading = of(NbdState.TLS, List.of());
        var inventory = reading.inventory();
        return new InventoryReading(
                reading.at(),
                1,
                new Inventory(
                        inventory.pool(),
                        inventory.hosts(),
                        List.of(),
                        inventory.networks(),
                        Stream.of(disks).map(Readings::vm).toList()),
                reading.capabilities(),
                List.of());
    }

    private static VirtualMachine vm(VmDisk disk) {
        return VmBuilder.vm(UUID.randomUUID(), "web").disks(List.of(disk)).build();
    }

    static InventoryReading of(NbdState nbd, List<Shortcoming> shortcomings, NbdCheck... checks) {
        var backup = new Network(BACKUP, "backup", Set.of("nbd"));
        return new InventoryReading(
                Instant.EPOCH,
                1,
                new Inventory(
                        new Pool(HOST, "west", HOST, Optional.empty(), "XCP-ng", "8.3.0", "2.21"),
                        List.of(new Host(HOST, "xen1", "10.0.0.1", true, true, "8.3.0")),
                        List.of(),
                        List.of(backup),
                        List.of()),
                new PoolCapabilities(
                        shortcomings.stream().noneMatch(it -> it.feature() == Feature.CBT),
                        nbd,
                        true,
                        false,
                        true,
                        false,
                        false,
                        nbd == NbdState.NONE ? List.of() : List.of(backup),
                        List.of(
                                new HostAddress(HOST, MANAGEMENT, "10.0.0.1", true),
                                new HostAddress(HOST, BACKUP, "10.1.0.1", false)),
                        shortcomings),
                List.of(checks));
    }
}
