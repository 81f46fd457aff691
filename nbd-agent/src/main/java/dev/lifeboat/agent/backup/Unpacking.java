package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.BackupSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The disks of an order that come in its archive, all at once. An archive has no middle: who begins again reads all of
/// it, and writes what is not there yet.
final class Unpacking {
    private static final Logger LOG = LoggerFactory.getLogger(Unpacking.class);

    private final BackupSession session;
    private final ProgressBoard board;
    private final Pipeline pipeline;

    Unpacking(BackupSession session, ProgressBoard board, Pipeline pipeline) {
        this.session = session;
        this.board = board;
        this.pipeline = pipeline;
    }

    /// A disk, and why it is read whole.
    record Wanted(DiskBackup disk, ReadPlan.Whole plan) {}

    List<FinishedDisk> run(VmArchive archive, List<Wanted> disks) throws InterruptedException {
        var finished = new ArrayList<FinishedDisk>();
        var coming = new ArrayList<ArchivedDisk>();
        for (var wanted : disks) {
            var disk = wanted.disk();
            var writer = session.disk(DiskJob.description(disk), Optional.empty());
            var counter = board.disk(disk.device());
            if (writer.isDone()) {
                LOG.info("Disk {} (VDI {}) was finished by an earlier agent", disk.device(), disk.snapshotVdiUuid());
                counter.expect(disk.sizeBytes());
                counter.complete();
                finished.add(FinishedDisk.resumed(writer));
            } else {
                coming.add(new ArchivedDisk(disk, wanted.plan(), writer, counter));
            }
        }
        if (!coming.isEmpty()) {
            new ArchiveTransfer(archive, coming, pipeline.buffers(), pipeline.workers()).run();
            coming.forEach(disk -> finished.add(disk.finish()));
        }
        return finished;
    }
}
