package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// What is backed up. All of it is fixed at creation except `cancel` and `deletionPolicy`.
@ValidationRule(
        value = "self.source == oldSelf.source && self.storageRef == oldSelf.storageRef && self.type == oldSelf.type"
                + " && self.strategy == oldSelf.strategy && self.snapshots == oldSelf.snapshots && self.disks =="
                + " oldSelf.disks && self.consistency == oldSelf.consistency && has(self.policyRef) =="
                + " has(oldSelf.policyRef) && (!has(self.policyRef) || self.policyRef == oldSelf.policyRef)"
                + " && has(self.scheduleName) == has(oldSelf.scheduleName) && (!has(self.scheduleName) ||"
                + " self.scheduleName == oldSelf.scheduleName)"
                + " && has(self.vmTimeout) == has(oldSelf.vmTimeout) && (!has(self.vmTimeout) || self.vmTimeout =="
                + " oldSelf.vmTimeout)",
        message = "a VmBackup cannot change after it was created, except for cancel and deletionPolicy; create another"
                + " one")
@ValidationRule(
        value = "self.snapshots.reference != 'MetadataOnly' || self.strategy.mode != 'Xva'",
        message = "snapshots.reference: MetadataOnly keeps nothing that strategy.mode Xva can compare with; take Auto,"
                + " KeepData or None")
public record VmBackupSpec(
        @Required @JsonPropertyDescription("The VM.") Source source,

        @Required @JsonPropertyDescription("The storage, in the same namespace.")
        LocalRef storageRef,

        @Nullable @JsonPropertyDescription("The policy that asked for this backup.")
        LocalRef policyRef,

        @Nullable @JsonPropertyDescription("The policy's schedule that asked for it.")
        String scheduleName,

        @Default("Auto") @JsonPropertyDescription("How much is read.")
        BackupType type,

        @Default("{}") @JsonPropertyDescription("Which disks of the VM.")
        DiskSelector disks,

        @Default("{}") @JsonPropertyDescription("How the data is read.")
        BackupStrategy strategy,

        @Default("{}") @JsonPropertyDescription("In which state a running VM is backed up.")
        Consistency consistency,

        @Default("{}") @JsonPropertyDescription("When a snapshot is taken and what stays of it on the pool.")
        SnapshotSpec snapshots,

        @Default("Delete") @JsonPropertyDescription("What becomes of the data when this object is deleted.")
        DeletionPolicy deletionPolicy,

        @Default("false")
        @ValidationRule(value = "self || !oldSelf", message = "a cancelled backup stays cancelled; create another one")
        @JsonPropertyDescription("True ends a running backup and cleans up.")
        boolean cancel,

        @Nullable
        @Pattern("^([0-9]+(h|m|s))+$")
        @JsonPropertyDescription(
                "How long the backup may take from its start, such as 6h; then it is ended, cleaned up after, and"
                        + " fails. Without it there is no limit.")
        String vmTimeout) {

    @ValidationRule(
            value = "has(self.vmUUID) != has(self.vmName)",
            message = "set exactly one of source.vmUUID and source.vmName")
    public record Source(
            @Required @JsonPropertyDescription("The pool, in the same namespace.")
            LocalRef hypervisorRef,

            @Nullable @JsonPropertyDescription("UUID of the VM.")
            String vmUUID,

            @Nullable @JsonPropertyDescription("Name of the VM; must be unique in the pool.")
            String vmName) {}
}
