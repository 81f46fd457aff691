package dev.lifeboat.agent.api;

/// The way on which a disk leaves the pool. What of it is read says [DiskRead]; not every route goes with both.
public enum DiskRoute {
    /// Over NBD, just what is asked for; see [Transfer] for what happens where it is closed.
    Nbd,
    /// `/export_raw_vdi`: every byte, whatever was ever written. Goes with [DiskRead.All].
    RawStream,
    /// `/export_raw_vdi?format=vhd`: what was ever written, or what may differ from the base's snapshot, which has to
    /// have its data still. A disk that has no VHD comes as [#RawStream].
    VhdStream,
    /// In the one XVA of the whole VM, with its description. Goes with [DiskRead.All].
    VmArchive
}
