package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which VMs are backed up, when, how and where to.
@ValidationRule(
        value = "self.snapshots.reference != 'MetadataOnly' || self.strategy.mode != 'Xva'",
        message = "snapshots.reference: MetadataOnly keeps nothing that strategy.mode Xva can compare with; take Auto,"
                + " KeepData or None")
public record BackupPolicySpec(
        @Required
        @Size(min = 1, max = 64)
        @JsonPropertyDescription("Pools whose VMs are selected, in the same namespace.")
        List<LocalRef> hypervisorRefs,

        @Required @JsonPropertyDescription("The VMs.") VmSelector selector,

        @Default("{}") @JsonPropertyDescription("Which disks of the VMs.")
        DiskSelector disks,

        @Default("{}") @JsonPropertyDescription("How the data is read.")
        BackupStrategy strategy,

        @Default("{}") @JsonPropertyDescription("In which state running VMs are backed up.")
        Consistency consistency,

        @Default("{}") @JsonPropertyDescription("When a snapshot is taken and what stays of it on the pool.")
        SnapshotSpec snapshots,

        @Nullable
        @Size(max = 16)
        @ValidationRule(
                value = "self.all(s, self.exists_one(o, o.name == s.name))",
                message = "each schedule has a name of its own")
        @JsonPropertyDescription("When backups are made; without any, only when runRequest changes.")
        List<Schedule> schedules,

        @Required @JsonPropertyDescription("The storage, in the same namespace.")
        LocalRef storageRef,

        @Default("Delete")
        @JsonPropertyDescription("Given to each VmBackup; deleting the policy never deletes backups.")
        DeletionPolicy backupDeletionPolicy,

        @Default("false") @JsonPropertyDescription("True stops schedules and run requests; what runs goes on.")
        boolean suspend,

        @Nullable
        @Size(max = 253)
        @JsonPropertyDescription(
                "Any text; changing it makes one backup of every selected VM now. Start it with full: to read all of"
                        + " each disk.")
        String runRequest,

        @Nullable
        @Pattern("^([0-9]+(h|m|s))+$")
        @JsonPropertyDescription("Given to each VmBackup: how long the backup of one VM may take, such as 6h.")
        String vmTimeout) {

    public record Schedule(
            @Required
            @Pattern("^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$")
            @JsonPropertyDescription("Name of the schedule, up to 32 characters.")
            String name,

            @Required
            @Size(min = 9, max = 100)
            @JsonPropertyDescription("Five fields: minute, hour, day of month, month, day of week.")
            String cron,

            @Nullable @JsonPropertyDescription("Time zone such as Europe/Berlin; UTC if left out.")
            String timeZone,

            @Default("Auto") @JsonPropertyDescription("How much is read.")
            BackupType type,

            @Default("1h")
            @Pattern("^([0-9]+(h|m|s))+$")
            @JsonPropertyDescription("A run that could not start by then is skipped and counted as missed.")
            String startingDeadline,

            @Default("false") @JsonPropertyDescription("True pauses this schedule.")
            boolean suspend) {}
}
