package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupPolicySpec;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.DeletionPolicy;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmSelector;
import dev.lifeboat.operator.fakes.Resources;
import java.util.List;
import java.util.stream.Stream;

/// The policy `gold`, which asks for the sample backups: every VM of the pool, incrementally. Tests change one thing.
final class Gold {
    private Gold() {}

    static BackupPolicy policy() {
        return policy(false, BackupType.Auto);
    }

    static BackupPolicy policy(boolean suspend, BackupType... schedules) {
        return policy("pool", "bucket", ".*", BackupStrategy.Mode.Auto, suspend, schedules);
    }

    static BackupPolicy reading(BackupStrategy.Mode mode) {
        return policy("pool", "bucket", ".*", mode, false, BackupType.Auto);
    }

    static BackupPolicy selecting(String names) {
        return policy("pool", "bucket", names, BackupStrategy.Mode.Auto, false, BackupType.Auto);
    }

    static BackupPolicy to(String storage, String pool) {
        return policy(pool, storage, ".*", BackupStrategy.Mode.Auto, false, BackupType.Auto);
    }

    private static BackupPolicy policy(
            String pool,
            String storage,
            String names,
            BackupStrategy.Mode mode,
            boolean suspend,
            BackupType... schedules) {
        var policy = new BackupPolicy();
        policy.setMetadata(Resources.meta("gold", "ae000000-0000-0000-0000-000000000000", "2026-01-01T00:00:00Z"));
        policy.setSpec(new BackupPolicySpec(
                List.of(new LocalRef(pool)),
                new VmSelector(List.of(new VmSelector.VmTerm(null, null, names, null, null)), null),
                Resources.ALL_DISKS,
                Specs.strategy(mode),
                Resources.CRASH,
                Specs.spec().snapshots(),
                Stream.of(schedules)
                        .map(type -> new BackupPolicySpec.Schedule(type.name(), "0 2 * * *", null, type, "1h", false))
                        .toList(),
                new LocalRef(storage),
                DeletionPolicy.Delete,
                suspend,
                null,
                null));
        return policy;
    }
}
