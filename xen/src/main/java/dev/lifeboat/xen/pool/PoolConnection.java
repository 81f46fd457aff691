package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.ChangedBlocks;
import dev.lifeboat.xen.DiskExport;
import dev.lifeboat.xen.DiskImport;
import dev.lifeboat.xen.HostRoute;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.MarkedObjects;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.Markers;
import dev.lifeboat.xen.NbdCheck;
import dev.lifeboat.xen.NbdExport;
import dev.lifeboat.xen.PoolCapabilities;
import dev.lifeboat.xen.PoolTask;
import dev.lifeboat.xen.PoolTransfers;
import dev.lifeboat.xen.PoolWatch;
import dev.lifeboat.xen.RestoredVm;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.VdiState;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmCreation;
import dev.lifeboat.xen.VmRecords;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.https.CallChannel;
import dev.lifeboat.xen.https.HandlerChannel;
import dev.lifeboat.xen.transfer.DiskTransfers;
import dev.lifeboat.xen.transfer.HandlerTransfers;
import dev.lifeboat.xen.transfer.Handlers;
import dev.lifeboat.xen.xapi.Patience;
import dev.lifeboat.xen.xapi.XapiSession;
import dev.lifeboat.xen.xapi.XapiTasks;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Puts the parts together; each call goes to the part that knows about it.
final class PoolConnection implements XenPool {

    private final CallChannel channel;
    private final Ambience ambience;
    private final XapiSession session;
    private final List<HostRoute> routes;
    private final XapiTasks tasks;
    private final DiskTransfers disks;
    private final PoolTransfers transfers;
    private final PoolObjects objects;
    private final Vdis vdis;
    private final VdiRemoval vdiRemoval;
    private final SnapshotRemoval snapshotRemoval;
    private final Snapshots snapshots;
    private final VmCreations creations;
    private final VmControl control;

    PoolConnection(
            CallChannel channel,
            XapiSession session,
            HandlerChannel handlers,
            List<HostRoute> routes,
            Ambience ambience) {
        this.channel = channel;
        this.ambience = ambience;
        this.session = session;
        this.routes = routes;
        this.tasks = new XapiTasks(session, new Patience(ambience.pause()), ambience.pause(), ambience.clock());
        this.objects = new PoolObjects(session);
        var streams = new Handlers(session, tasks, handlers, this::masterIfItMatters);
        this.disks = new DiskTransfers(streams);
        this.transfers = new HandlerTransfers(streams, disks);
        this.vdis = new Vdis(objects);
        this.vdiRemoval = new VdiRemoval(session, tasks, objects, ambience.pause());
        this.snapshotRemoval = new SnapshotRemoval(tasks, objects, vdiRemoval);
        this.snapshots = new Snapshots(session, tasks, objects, snapshotRemoval, vdiRemoval);
        this.creations = new VmCreations(session, objects, vdiRemoval, ambience.random());
        this.control = new VmControl(session, tasks, objects, vdiRemoval);
    }

    /// The endpoint of the master may be a name, or an address that the pool knows nothing of.
    private Optional<UUID> masterIfItMatters() {
        return routes.isEmpty() ? Optional.empty() : new MasterHost(objects).uuid();
    }

    @Override
    public Inventory readInventory() {
        return new InventoryReader(session, objects).read();
    }

    @Override
    public PoolWatch watch() {
        return new PoolWatcher(session, objects, ambience);
    }

    @Override
    public PoolCapabilities capabilities() {
        return new CapabilityProbe(session, objects).probe();
    }

    @Override
    public VmRecords readRecords(UUID vm) {
        return new RecordReader(objects).read(vm);
    }

    @Override
    public void enableCbt(UUID vdi) {
        tasks.run(Limits.STORAGE_CHANGE, "VDI.enable_cbt", objects.ref("VDI", vdi));
    }

    @Override
    public void disableCbt(UUID vdi) {
        tasks.run(Limits.STORAGE_CHANGE, "VDI.disable_cbt", objects.ref("VDI", vdi));
    }

    @Override
    public VmSnapshot takeSnapshot(SnapshotRequest request) {
        return snapshots.take(request);
    }

    @Override
    public List<VmSnapshot> findSnapshots(String markerKey, String markerValue) {
        return snapshots.marked(markerKey, markerValue);
    }

    @Override
    public List<VmSnapshot> findSnapshotsNamed(UUID vm, String name) {
        return snapshots.named(vm, name);
    }

    @Override
    public Optional<VmSnapshot> findParent(UUID vm) {
        return snapshots.parent(vm);
    }

    @Override
    public List<MarkedVdi> findMarkedVdis(String markerKeyPrefix) {
        return vdis.marked(markerKeyPrefix);
    }

    @Override
    public List<UUID> findDetachedDisks(String key, String value) {
        return vdis.detached(key, value);
    }

    @Override
    public void destroySnapshot(UUID snapshotVm) {
        snapshotRemoval.destroy(snapshotVm);
    }

    @Override
    public List<UUID> keepChangeMetadata(UUID snapshotVm) {
        return snapshotRemoval.keepChangeMetadata(snapshotVm);
    }

    @Override
    public boolean keepChangeMetadataOf(UUID snapshotVdi) {
        return objects.findRef("VDI", snapshotVdi)
                .flatMap(snapshotRemoval::destroyData)
                .isPresent();
    }

    @Override
    public void destroyVdi(UUID vdi) {
        objects.findRef("VDI", vdi).ifPresent(vdiRemoval::destroy);
    }

    @Override
    public List<NbdExport> nbdExports(UUID vdi) {
        return NbdExports.arranged(namedExports(vdi), routes);
    }

    @Override
    public List<NbdCheck> checkNbd(List<UUID> vdis, List<HostRoute> chosen) {
        return new NbdDoors(vdi -> NbdExports.chosen(namedExports(vdi), chosen)).check(vdis);
    }

    private List<NbdExport> namedExports(UUID vdi) {
        return new NbdExports(session, objects).of(vdi);
    }

    @Override
    public ChangedBlocks listChangedBlocks(UUID fromVdi, UUID toVdi) {
        return new ChangedBlockQuery(tasks, objects).between(fromVdi, toVdi);
    }

    @Override
    public Optional<VdiState> findVdi(UUID vdi) {
        return vdis.find(vdi);
    }

    @Override
    public VdiState vdi(UUID vdi) {
        return vdis.state(vdi);
    }

    @Override
    public DiskExport exportRaw(UUID vdi) {
        return disks.export(vdi, vdis.state(vdi).virtualSizeBytes());
    }

    @Override
    public DiskImport importChunked(UUID vdi, long bodyBytes) {
        return disks.importChunked(vdi, bodyBytes);
    }

    @Override
    public DiskImport importRaw(UUID vdi, long sizeBytes) {
        return disks.importRaw(vdi, sizeBytes);
    }

    @Override
    public PoolTransfers transfers() {
        return transfers;
    }

    @Override
    public RestoredVm createVm(VmCreation creation) {
        return creations.create(creation);
    }

    @Override
    public void blockStart(UUID vm) {
        control.blockStart(vm);
    }

    @Override
    public void releaseVm(UUID vm, String finalName) {
        control.release(vm, finalName);
    }

    @Override
    public void startVm(UUID vm) {
        control.start(vm);
    }

    @Override
    public void destroyVm(UUID vm) {
        control.destroy(vm);
    }

    @Override
    public Optional<VirtualMachine> findVm(UUID vm) {
        return control.find(vm);
    }

    @Override
    public List<VirtualMachine> findVmsByMarker(String key, String value) {
        return control.findByMarker(key, value);
    }

    @Override
    public List<PoolTask> findTasks(String originator) {
        return new OurTasks(objects, tasks).of(originator);
    }

    @Override
    public MarkedObjects findMarked() {
        return new MarkedObjects(
                snapshots.marked(),
                vdis.marked(Markers.PREFIX),
                control.marked(),
                vdis.detached(),
                new OurTasks(objects, tasks).marked());
    }

    @Override
    public void cancelTask(UUID task) {
        new OurTasks(objects, tasks).cancel(task);
    }

    @Override
    public void close() {
        session.close();
        channel.close();
    }
}
