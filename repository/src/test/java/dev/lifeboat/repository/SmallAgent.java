package dev.lifeboat.repository;

import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.DiskImageWriter;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.RecoveryPoint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Copies disks as an agent does: asks what is done, gives the rest in runs, disk by disk and a bit of each in
/// turn. Stops where it is told to, and leaves everything as it is then: it was killed.
final class SmallAgent {

    static final int PIECE = Fixtures.SMALL.pieceBytes();

    /// A disk to copy: all of it, or what changed since the base.
    record Job(String device, ModelDisk content, BitSet wanted, Optional<DiskImage> base) {

        static Job full(String device, ModelDisk content) {
            var all = new BitSet();
            all.set(0, content.pieces());
            return new Job(device, content, all, Optional.empty());
        }

        static Job changed(String device, ModelDisk content, BitSet changed, DiskImage base) {
            return new Job(device, content, (BitSet) changed.clone(), Optional.of(base));
        }
    }

    private final BackupSession session;
    private final List<Job> jobs;
    private final List<DiskImageWriter> writers = new ArrayList<>();
    private final List<BitSet> left = new ArrayList<>();
    private final Random random;
    private long givenBytes;

    SmallAgent(Repository repository, BackupHeader header, List<Job> jobs, Random random) {
        this.session = repository.startBackup(header);
        this.jobs = jobs;
        this.random = random;
        for (var job : jobs) {
            var writer = session.disk(Fixtures.disk(job.device(), job.content().sizeBytes()), job.base());
            writers.add(writer);
            left.add(left(job, writer));
        }
    }

    private static BitSet left(Job job, DiskImageWriter writer) {
        var left = (BitSet) job.wanted().clone();
        writer.done()
                .forEachRemaining(done -> left.clear(
                        Math.toIntExact(done.offset() / PIECE), Math.toIntExact(Math.ceilDiv(done.end(), PIECE))));
        return left;
    }

    BackupSession session() {
        return session;
    }

    /// What was given to the writers, in whole pieces.
    long givenBytes() {
        return givenBytes;
    }

    long leftBytes() {
        return left.stream().mapToLong(BitSet::cardinality).sum() * PIECE;
    }

    boolean hasMore() {
        return leftBytes() > 0;
    }

    /// Gives up to that many pieces of the next run of some disk.
    void step(int mostPieces) {
        int disk = random.nextInt(jobs.size());
        while (left.get(disk).isEmpty()) {
            disk = (disk + 1) % jobs.size();
        }
        var pieces = left.get(disk);
        int first = pieces.nextSetBit(0);
        int count = Math.min(mostPieces, pieces.nextClearBit(first) - first);
        jobs.get(disk).content().write(writers.get(disk), first, count, random);
        pieces.clear(first, first + count);
        givenBytes += (long) count * PIECE;
    }

    void giveAll(int mostPieces) {
        while (hasMore()) {
            step(mostPieces);
        }
    }

    RecoveryPoint commit() {
        var images = writers.stream().map(DiskImageWriter::finish).toList();
        return session.commit(images);
    }

    RecoveryPoint finish(int mostPieces) {
        giveAll(mostPieces);
        var point = commit();
        session.close();
        return point;
    }
}
