package dev.lifeboat.xen;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One session with a pool. Safe for use by many threads.
///
/// A lost session is opened again and the pool master is followed without the caller's doing; calls that are
/// refused because something else is in progress are repeated for about a minute. What still fails is a
/// [XenException], whose [XenException#kind()] says what to do about it. Every call gives up in finite
/// time. An interrupted call ends with [InterruptedCallException].
public interface XenPool extends AutoCloseable {

    /// The pool as it is now, in a handful of bulk reads.
    Inventory readInventory();

    /// Reads the pool and goes on following it.
    PoolWatch watch();

    /// What this pool can do, found by asking it rather than by its version.
    PoolCapabilities capabilities();

    /// Everything the pool knows of a VM or of a snapshot VM, for [#createVm] to build a like one later.
    VmRecords readRecords(UUID vm);

    /// Turns changed block tracking on; does nothing where it is on already. A failure of kind
    /// [XenException.Kind#FALLBACK] or [XenException.Kind#CONFIGURATION] means that this disk has to be
    /// read whole.
    void enableCbt(UUID vdi);

    /// Turns changed block tracking off; does nothing where it is off already. The next run reads all of the disk.
    void disableCbt(UUID vdi);

    /// Takes a snapshot and marks it. When marking fails the snapshot is destroyed again.
    VmSnapshot takeSnapshot(SnapshotRequest request);

    /// Snapshots whose `other_config` has this key with this value. Keys start with [Markers#PREFIX].
    List<VmSnapshot> findSnapshots(String markerKey, String markerValue);

    /// Snapshots of a VM with exactly this name, marked or not: what is left when somebody ends between
    /// taking a snapshot and marking it. Empty when the VM is gone.
    List<VmSnapshot> findSnapshotsNamed(UUID vm, String name);

    /// The snapshot that a VM, or a snapshot of one, continues from: the one taken of it before, or the one
    /// that the VM was reverted to since. Empty when there is none, or when it is gone.
    Optional<VmSnapshot> findParent(UUID vm);

    /// Snapshot VDIs and changed block metadata with any marker key of this prefix, whether or not their
    /// snapshot VM is still there.
    List<MarkedVdi> findMarkedVdis(String markerKeyPrefix);

    /// Destroys the snapshot VM, then its disks unless something else uses them. What is gone already
    /// counts as destroyed.
    void destroySnapshot(UUID snapshotVm);

    /// Destroys the snapshot VM and the data of its disks, keeping only changed block metadata as base of
    /// the next run. Disks without changed block tracking are destroyed whole.
    ///
    /// @return the VDIs that are metadata now
    List<UUID> keepChangeMetadata(UUID snapshotVm);

    /// The same for one snapshot VDI whose snapshot VM is gone already: what a run leaves that ended
    /// between the two.
    ///
    /// @return whether it is metadata now; false when it was destroyed whole, or is gone
    boolean keepChangeMetadataOf(UUID snapshotVdi);

    /// Destroys one VDI. Gone already counts as destroyed.
    void destroyVdi(UUID vdi);

    /// Where a VDI can be read over NBD; empty when the pool has no network for it. The names hold this
    /// session: they are good as long as it is, and are asked for anew before each connection. Those that
    /// [PoolAccess#routes()] prefer come first.
    List<NbdExport> nbdExports(UUID vdi);

    /// Knocks at each NBD server that the pool names for any of these VDIs, without opening a disk there. Takes some
    /// seconds where one does not answer.
    ///
    /// @param routes a host with preferred addresses is asked at these alone
    List<NbdCheck> checkNbd(List<UUID> vdis, List<HostRoute> routes);

    /// What changed between two snapshots of the same disk.
    ///
    /// @throws ChangedBlocksUnavailableException the pool cannot tell: read the disk whole, and name the
    /// reason
    ChangedBlocks listChangedBlocks(UUID fromVdi, UUID toVdi);

    /// A VDI as it is now.
    ///
    /// @throws XapiException of kind [XenException.Kind#GONE] when there is no such VDI
    VdiState vdi(UUID vdi);

    /// The same; empty when there is no such VDI.
    Optional<VdiState> findVdi(UUID vdi);

    /// Starts reading a whole VDI, every byte of it.
    DiskExport exportRaw(UUID vdi);

    /// Starts writing ranges of a VDI, in any order.
    ///
    /// @param bodyBytes the sum over all ranges of (12 + length), plus 12 for the end
    DiskImport importChunked(UUID vdi, long bodyBytes);

    /// Starts writing a VDI from its beginning, without gaps.
    DiskImport importRaw(UUID vdi, long sizeBytes);

    /// Streams of other kinds: disks as VHD, VMs as XVA, metadata.
    PoolTransfers transfers();

    /// Creates a VM that cannot be started before [#releaseVm], with empty disks. When a step fails, all of
    /// it is destroyed again.
    RestoredVm createVm(VmCreation creation);

    /// Forbids a VM to start, as [#createVm] does with those that it makes, until [#releaseVm].
    void blockStart(UUID vm);

    /// Gives a created VM its name and allows it to start.
    void releaseVm(UUID vm, String finalName);

    void startVm(UUID vm);

    /// Destroys a VM, shutting it down hard first, and its disks: not ISOs, and not disks that another VM
    /// has. Gone already counts as destroyed.
    void destroyVm(UUID vm);

    /// Any VM record, be it snapshot or template.
    Optional<VirtualMachine> findVm(UUID vm);

    /// Ordinary VMs whose `other_config` has this key with this value.
    List<VirtualMachine> findVmsByMarker(String key, String value);

    /// Disks, no snapshots, that carry this marker and hang on no VM: what is left of a creation that ended
    /// between making a disk and attaching it.
    List<UUID> findDetachedDisks(String key, String value);

    /// Tasks in the pool that run, or ran not long ago, for sessions of this originator: our own, and those that
    /// somebody left who ended before they did.
    List<PoolTask> findTasks(String originator);

    /// Everything in the pool that carries a marker of ours, whoever made it and whenever: for cleaning up after those
    /// who ended before they did. What merely inherited markers is not part of it.
    MarkedObjects findMarked();

    /// Asks a task to stop and removes it. Gone already counts as stopped.
    void cancelTask(UUID task);

    /// Logs out. Transfers that run go on; NBD names of this session die.
    @Override
    void close();
}
