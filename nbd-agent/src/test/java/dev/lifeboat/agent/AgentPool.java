package dev.lifeboat.agent;

import dev.lifeboat.xen.HostRoute;
import dev.lifeboat.xen.MarkedObjects;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.NbdCheck;
import dev.lifeboat.xen.PoolCapabilities;
import dev.lifeboat.xen.PoolTask;
import dev.lifeboat.xen.PoolWatch;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.VdiState;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XenPool;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A pool as an agent uses it: what only the operator asks for ends the test.
interface AgentPool extends XenPool {
    private static AssertionError noSuchCall() {
        return new AssertionError("an agent makes no such call");
    }

    @Override
    default PoolWatch watch() {
        throw noSuchCall();
    }

    @Override
    default void disableCbt(UUID vdi) {
        throw noSuchCall();
    }

    @Override
    default List<PoolTask> findTasks(String originator) {
        throw noSuchCall();
    }

    @Override
    default List<NbdCheck> checkNbd(List<UUID> vdis, List<HostRoute> routes) {
        throw noSuchCall();
    }

    @Override
    default MarkedObjects findMarked() {
        throw noSuchCall();
    }

    @Override
    default void cancelTask(UUID task) {
        throw noSuchCall();
    }

    @Override
    default PoolCapabilities capabilities() {
        throw noSuchCall();
    }

    @Override
    default void enableCbt(UUID vdi) {
        throw noSuchCall();
    }

    @Override
    default VmSnapshot takeSnapshot(SnapshotRequest request) {
        throw noSuchCall();
    }

    @Override
    default List<VmSnapshot> findSnapshots(String markerKey, String markerValue) {
        throw noSuchCall();
    }

    @Override
    default List<VmSnapshot> findSnapshotsNamed(UUID vm, String name) {
        throw noSuchCall();
    }

    @Override
    default Optional<VmSnapshot> findParent(UUID vm) {
        throw noSuchCall();
    }

    @Override
    default Optional<VdiState> findVdi(UUID vdi) {
        throw noSuchCall();
    }

    @Override
    default List<UUID> findDetachedDisks(String key, String value) {
        throw noSuchCall();
    }

    @Override
    default List<MarkedVdi> findMarkedVdis(String markerKeyPrefix) {
        throw noSuchCall();
    }

    @Override
    default void destroySnapshot(UUID snapshotVm) {
        throw noSuchCall();
    }

    @Override
    default List<UUID> keepChangeMetadata(UUID snapshotVm) {
        throw noSuchCall();
    }

    @Override
    default boolean keepChangeMetadataOf(UUID snapshotVdi) {
        throw noSuchCall();
    }

    @Override
    default void destroyVdi(UUID vdi) {
        throw noSuchCall();
    }

    @Override
    default void releaseVm(UUID vm, String finalName) {
        throw noSuchCall();
    }

    @Override
    default void startVm(UUID vm) {
        throw noSuchCall();
    }
}
