package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which recovery point becomes which VM, or which object in its storage. All of it is fixed at creation except
/// `cancel`.
@ValidationRule(
        value = "self.source == oldSelf.source && self.mode == oldSelf.mode && has(self.target) == has(oldSelf.target)"
                + " && (!has(self.target) || self.target == oldSelf.target) && has(self.xvaExport) =="
                + " has(oldSelf.xvaExport) && (!has(self.xvaExport) || self.xvaExport == oldSelf.xvaExport) && self.mac"
                + " == oldSelf.mac && self.powerOn == oldSelf.powerOn && self.route == oldSelf.route && self.identity"
                + " == oldSelf.identity && self.storageMapping == oldSelf.storageMapping && self.networkMapping =="
                + " oldSelf.networkMapping",
        message = "a VmRestore cannot change after it was created, except for cancel; create another one")
@ValidationRule(
        value = "self.identity != 'Original' || (self.route == 'Xva' && self.mac == 'Preserve')",
        message = "identity: Original keeps the VM's UUID and MAC addresses, which takes route: Xva and mac: Preserve")
@ValidationRule(
        value = "self.route != 'Xva' || !has(self.storageMapping.byDevice)",
        message = "route: Xva brings all disks to one storage repository; name it by storageMapping.defaultSrUUID")
@ValidationRule(
        value = "self.mode != 'NewVm' || has(self.target)",
        message = "mode: NewVm creates a VM; name its pool by target.hypervisorRef")
@ValidationRule(
        value = "self.mode == 'XvaExport' || !has(self.xvaExport)",
        message = "xvaExport is for mode: XvaExport; set that, or leave xvaExport out")
@ValidationRule(
        value = "self.mode != 'XvaExport' || (!has(self.target) && !has(self.storageMapping.defaultSrUUID) &&"
                + " !has(self.storageMapping.byDevice) && !has(self.networkMapping.mappings) &&"
                + " self.networkMapping.onUnmapped == 'MatchByName' && self.mac == 'Regenerate' && self.route == 'Auto'"
                + " && self.identity == 'New' && !self.powerOn)",
        message = "mode: XvaExport creates no VM: leave out target, networkMapping, mac, route, identity, powerOn and"
                + " all of storageMapping but skip; whoever imports the XVA chooses these")
public record VmRestoreSpec(
        @Required @JsonPropertyDescription("The recovery point.")
        Source source,

        @Default("NewVm")
        @JsonPropertyDescription(
                "What is made of it. NewVm is a VM in a pool. XvaExport is an object in the recovery point's own"
                    + " storage, below exports/, that any pool imports with xe vm-import; no pool is needed, and the"
                    + " object stays when this resource is deleted.")
        Mode mode,

        @Nullable @JsonPropertyDescription("Where the VM is created. Left out with mode: XvaExport.")
        Target target,

        @Nullable @JsonPropertyDescription("What the object is like, with mode: XvaExport.")
        XvaExport xvaExport,

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

    /// Of a new VM.
    public VmRestoreSpec(
            Source source,
            Target target,
            StorageMapping storageMapping,
            NetworkMapping networkMapping,
            Mac mac,
            Route route,
            Identity identity,
            boolean powerOn,
            boolean cancel) {
        this(source, Mode.NewVm, target, null, storageMapping, networkMapping, mac, route, identity, powerOn, cancel);
    }

    /// The name of the pool where a VM is created; an export has none.
    public Optional<String> pool() {
        return Optional.ofNullable(target).map(it -> it.hypervisorRef().name());
    }

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

    public record XvaExport(
            @Nullable
            @Size(min = 5, max = 400)
            @Pattern("^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*[.]xva$")
            @JsonPropertyDescription(
                    "Name of the object below exports/, such as customers/web.xva: letters, digits, '-', '_', '.' and"
                            + " '/'. Made of the VM's name and the backup's id if left out. An object of that name is"
                            + " never replaced.")
            String key,

            @Default("None") @JsonPropertyDescription("Around the XVA. Pools before 8.1 do not read Zstd.")
            ArchiveCompression compression,

            @Default("Keep")
            @JsonPropertyDescription(
                    "LeaveOut exports a VM without its virtual TPM, and without the keys that are sealed in it; needed"
                            + " where the backup does not have what is in it.")
            Vtpm vtpm,

            @Default("false")
            @JsonPropertyDescription(
                    "An XVA is not encrypted, since no pool could read it then. True allows it beside an encrypted"
                            + " repository: whoever reads the storage can read the VM then.")
            boolean allowPlaintext) {

        /// What counts where nothing is said.
        public static final XvaExport USUAL = new XvaExport(null, ArchiveCompression.None, Vtpm.Keep, false);
    }

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

    public enum Mode {
        NewVm,
        XvaExport
    }

    public enum ArchiveCompression {
        None,
        Gzip,
        Zstd
    }

    public enum Vtpm {
        Keep,
        LeaveOut
    }

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
