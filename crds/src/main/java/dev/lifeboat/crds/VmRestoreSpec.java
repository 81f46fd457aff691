package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which recovery point becomes which VM. All of it is fixed at creation except `cancel`.
@ValidationRule(
        value = "self.source == oldSelf.source && self.target == oldSelf.target && self.mac == oldSelf.mac &&"
                + " self.powerOn == oldSelf.powerOn && self.route == oldSelf.route && self.identity =="
                + " oldSelf.identity",
        message = "a VmRestore cannot change after it was created, except for cancel; create another one")
@ValidationRule(
        value = "self.identity != 'Original' || (self.route == 'Xva' && self.mac == 'Preserve')",
        message = "identity: Original keeps the VM's UUID and MAC addresses, which takes route: Xva and mac: Preserve")
@ValidationRule(
        value = "self.route != 'Xva' || !has(self.storageMapping.byDevice)",
        message = "route: Xva brings all disks to one storage repository; name it by storageMapping.defaultSrUUID")
public record VmRestoreSpec(
        @Required @JsonPropertyDescription("The recovery point.")
        Source source,

        @Required @JsonPropertyDescription("Where the VM is created.")
        Target target,

        @Default("{}") @JsonPropertyDescription("Where disks go.")
        StorageMapping storageMapping,

        @Default("{}") @JsonPropertyDescription("Where NICs are connected.")
        NetworkMapping networkMapping,

        @Default("Regenerate")
        @JsonPropertyDescription(
                "Whether NICs keep their address; two running VMs with one address disturb each other.")
        Mac mac,

        @Default("Auto")
        @JsonPropertyDescription(
                "How the VM gets back. Auto, Raw and Vhd create it and fill its disks: with what is on them, with every"
                        + " byte, or as VHD, which old pools take fastest. Xva has the pool import it as one archive.")
        Route route,

        @Default("New")
        @JsonPropertyDescription(
                "Whether it is another VM, or with Original the one that was backed up, under its UUID; that is refused"
                        + " while the pool has a VM of that UUID.")
        Identity identity,

        @Default("false") @JsonPropertyDescription("Whether the VM is started.")
        boolean powerOn,

        @Default("false")
        @ValidationRule(value = "self || !oldSelf", message = "a cancelled restore stays cancelled; create another one")
        @JsonPropertyDescription("True ends a running restore and removes what it created.")
        boolean cancel) {

    @ValidationRule(
            value = "has(self.backupRef) != has(self.point)",
            message = "set exactly one of source.backupRef and source.point")
    public record Source(
            @Nullable @JsonPropertyDescription("A VmBackup, in the same namespace.")
            LocalRef backupRef,

            @Nullable @JsonPropertyDescription("A recovery point that no VmBackup stands for.")
            Point point) {}

    public record Point(
            @Required @JsonPropertyDescription("The storage, in the same namespace.")
            LocalRef storageRef,

            @Required @JsonPropertyDescription("UUID of the VM that was backed up.")
            String vmUUID,

            @Required @JsonPropertyDescription("Id of the backup.")
            String backupId) {}

    public record Target(
            @Required @JsonPropertyDescription("The pool, in the same namespace.")
            LocalRef hypervisorRef,

            @Nullable
            @Size(min = 1, max = 255)
            @JsonPropertyDescription("Name of the new VM; the old name with (restored) if left out.")
            String name,

            @Nullable @JsonPropertyDescription("Description of the new VM.")
            String description) {}

    public record StorageMapping(
            @Nullable
            @JsonPropertyDescription(
                    "UUID of the storage repository for all disks that byDevice does not name; the pool's default if"
                            + " left out.")
            String defaultSrUUID,

            @Nullable @Size(max = 255) @JsonPropertyDescription("Storage repositories of single disks.")
            List<DeviceMapping> byDevice,

            @Nullable @Size(max = 255) @JsonPropertyDescription("Devices of disks that are left out.")
            List<String> skip) {}

    public record DeviceMapping(
            @Required @JsonPropertyDescription("Position of the disk on the VM, such as 0.")
            String device,

            @Required @JsonPropertyDescription("UUID of the storage repository.")
            String srUUID) {}

    public record NetworkMapping(
            @Nullable @Size(max = 64) @JsonPropertyDescription("Networks of the source and what stands for them.")
            List<NetworkPair> mappings,

            @Default("MatchByName")
            @JsonPropertyDescription("What becomes of a NIC whose network is not mapped and does not exist.")
            OnUnmapped onUnmapped) {}

    public record NetworkPair(
            @Required @JsonPropertyDescription("UUID of the network when the backup was made.")
            String from,

            @Required @JsonPropertyDescription("UUID of the network in the target pool.")
            String to) {}

    public enum OnUnmapped {
        Fail,
        Disconnect,
        MatchByName
    }

    public enum Route {
        Auto,
        Raw,
        Vhd,
        Xva
    }

    public enum Identity {
        New,
        Original
    }

    public enum Mac {
        Preserve,
        Regenerate
    }
}
