package dev.lifeboat.crds;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a policy selects and did.
public record BackupPolicyStatus(
        @Nullable Long observedGeneration,
        @Nullable Phase phase,
        @Nullable List<Condition> conditions,
        @Nullable Selected selected,
        @Nullable List<SelectedVm> selectedVms,
        @Nullable List<ScheduleStatus> schedules,
        @Nullable String schedulesText,
        @Nullable String nextRunText,
        @Nullable Instant lastRunTime,
        @Nullable String lastHandledRunRequest,
        @Nullable Counts backups)
        implements Conditioned {

    /// For people; computed from the conditions and read by no code.
    public enum Phase {
        Active,
        Suspended,
        Invalid,
        Degraded
    }

    public record Selected(int vms, int disks, long bytes) {}

    /// The first 200; all of them carry their policies in XenVm.
    public record SelectedVm(String name, String uuid, String hypervisor) {}

    /// @param lastTime when the schedule last fired
    public record ScheduleStatus(
            String name,
            @Nullable Instant nextTime,
            @Nullable Instant lastTime,
            int missedRuns) {}

    public record Counts(int total, int running, int succeeded, int failed) {}
}
