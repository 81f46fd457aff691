package dev.lifeboat.agent.restore;

import dev.lifeboat.agent.api.Progress.Phase;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.api.RestoreReport;
import dev.lifeboat.agent.api.RestoreReport.RestoredDisk;
import dev.lifeboat.agent.api.RestoreRoute;
import dev.lifeboat.agent.parallel.FirstFailure;
import dev.lifeboat.agent.parallel.Uninterrupted;
import dev.lifeboat.agent.point.ExcludedDisks;
import dev.lifeboat.agent.point.OrderedPoint;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.agent.progress.Stopwatch;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.xen.RestoredVm;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.XenPool;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Creates a VM from a recovery point and fills its disks. It ends with a whole VM or with none.
public final class Restore {
    private static final Logger LOG = LoggerFactory.getLogger(Restore.class);

    /// Each reads ahead in the repository and holds what it read.
    private static final int DISKS_AT_A_TIME = 3;

    private final RestoreOrder order;
    private final XenPool pool;
    private final Repository repository;
    private final ProgressBoard board;
    private final Stopwatch watch;

    public Restore(RestoreOrder order, XenPool pool, Repository repository, ProgressBoard board, Stopwatch watch) {
        this.order = order;
        this.pool = pool;
        this.repository = repository;
        this.board = board;
        this.watch = watch;
    }

    /// @param pace of writing to the pool
    public RestoreReport run(Pace pace) throws InterruptedException {
        var point = new OrderedPoint(order.sourceVmUuid(), order.pointId()).in(repository);
        var plan = new RestorePlanner(order, pool.readInventory()).plan(point);
        destroyMarked();
        try {
            return switch (order.route()) {
                case RestoreRoute.Disks disks -> byDisks(point, plan, disks, new Imports(pool, pace));
                case RestoreRoute.Archive archive -> byArchive(point, plan, archive, new Imports(pool, pace));
            };
        } catch (RuntimeException | InterruptedException e) {
            cleanUp(e);
            throw e;
        }
    }

    private RestoreReport byDisks(RecoveryPoint point, RestorePlan plan, RestoreRoute.Disks route, Imports imports)
            throws InterruptedException {
        var vm = pool.createVm(plan.creation());
        LOG.info(
                "Created VM {} as '{}' with {} disks",
                vm.uuid(),
                order.temporaryName(),
                plan.fills().size());
        board.enter(Phase.Transferring);
        return report(point, vm.uuid(), fill(plan, vm, route, imports), vm.caveats());
    }

    private RestoreReport byArchive(
            RecoveryPoint point, RestorePlan plan, RestoreRoute.Archive route, Imports imports) {
        board.enter(Phase.Transferring);
        var restored = new ArchiveRestore(order, imports, repository, board).run(point, plan, route.identity());
        LOG.info("The pool made VM {} of an XVA, as '{}'", restored.vm(), order.temporaryName());
        return report(point, restored.vm(), restored.disks(), List.of());
    }

    private List<DiskFill.Filled> fill(RestorePlan plan, RestoredVm vm, RestoreRoute.Disks route, Imports imports)
            throws InterruptedException {
        var tasks = new ArrayList<Callable<DiskFill.Filled>>();
        for (var fill : plan.fills()) {
            var device = fill.image().device();
            var vdi = vm.disksByDevice().get(device);
            if (vdi == null) {
                throw new IllegalStateException("The pool created VM " + vm.uuid() + " without disk " + device);
            }
            var counter = board.disk(device);
            counter.expect(fill.image().allocatedBytes());
            tasks.add(() -> new DiskFill(imports, repository, fill, vdi, route, counter).run());
        }
        return FirstFailure.runAll(tasks, DISKS_AT_A_TIME);
    }

    /// A VM that carries all our markers is from an earlier try at this order. An order without markers has none.
    private void destroyMarked() {
        order.markers().entrySet().stream()
                .findFirst()
                .map(marker -> pool.findVmsByMarker(marker.getKey(), marker.getValue()))
                .orElse(List.of())
                .stream()
                .filter(vm ->
                        vm.otherConfig().entrySet().containsAll(order.markers().entrySet()))
                .map(VirtualMachine::uuid)
                .forEach(vm -> {
                    LOG.info("Destroying VM {}, which an unfinished restore left behind", vm);
                    pool.destroyVm(vm);
                });
    }

    private void cleanUp(Exception reason) {
        try {
            Uninterrupted.run(this::destroyMarked);
        } catch (RuntimeException e) {
            LOG.warn("The VM of this restore could not be destroyed and is left for the next try", e);
            reason.addSuppressed(e);
        }
    }

    private RestoreReport report(RecoveryPoint point, UUID vm, List<DiskFill.Filled> filled, List<String> caveats) {
        var disks = filled.stream().map(DiskFill.Filled::disk).toList();
        board.enter(Phase.Committing);
        return new RestoreReport(
                order.orderId(),
                vm,
                watch.seconds(),
                disks.stream().mapToLong(RestoredDisk::writtenBytes).sum(),
                filled.stream().mapToLong(DiskFill.Filled::verifiedBytes).sum(),
                disks,
                ExcludedDisks.of(point),
                caveats);
    }
}
