package dev.lifeboat.crds;

/// What becomes of the data when its `VmBackup` is deleted.
public enum DeletionPolicy {
    Delete,
    Retain
}
