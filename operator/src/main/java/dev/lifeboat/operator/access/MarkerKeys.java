package dev.lifeboat.operator.access;

import dev.lifeboat.xen.Markers;

/// Keys in `other_config` by which what we made in a pool is found again, whoever made it and whenever it crashed.
public final class MarkerKeys {
    /// Of every key of ours.
    public static final String PREFIX = Markers.PREFIX;

    /// uid of the VmBackup.
    public static final String BACKUP_UID = PREFIX + "backup-uid";
    /// `namespace/name` of the VmBackup.
    public static final String BACKUP_NAME = PREFIX + "backup-name";
    /// The VM that was backed up.
    public static final String VM_UUID = PREFIX + "vm-uuid";
    /// The recovery point that a snapshot belongs to.
    public static final String POINT_ID = PREFIX + "point-id";
    /// Id of the repository that the point went to.
    public static final String REPOSITORY_ID = PREFIX + "storage";
    /// Name of the policy, for people.
    public static final String POLICY = PREFIX + "policy";
    /// uid of the VmRestore.
    public static final String RESTORE_UID = PREFIX + "restore-uid";

    /// `namespace/name` of the VmRestore.
    public static final String RESTORE_NAME = PREFIX + "restore-name";
    /// What a restored VM was made of, for people and for their scripts: `<UUID of the VM> <recovery point>`.
    public static final String RESTORED_FROM = PREFIX + "restored-from";
    /// uid of the namespace of the VmBackup or VmRestore, see [Namespaces#uid].
    public static final String NAMESPACE = PREFIX + "namespace-uid";
    /// The strategy that a snapshot was taken for; the backup goes on with it whatever the pool can do by then.
    public static final String STRATEGY = PREFIX + "strategy";
    /// Live disks, by comma, on which tracking was switched on right before this snapshot.
    public static final String CBT_NEW = PREFIX + "cbt-new";

    private MarkerKeys() {}
}
