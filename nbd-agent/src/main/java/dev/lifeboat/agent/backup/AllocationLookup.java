package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.failure.Failures;
import dev.lifeboat.xen.InterruptedCallException;
import dev.lifeboat.xen.StreamExport;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.vhd.VhdReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the host for the head of a VHD export of a disk that is read another way, to learn what of it was ever
/// written. Not to know costs time and nothing else, so whatever goes wrong is a note and no failure.
final class AllocationLookup {
    private static final Logger LOG = LoggerFactory.getLogger(AllocationLookup.class);

    /// The head of a VHD comes as soon as the host has the disk at hand. Of a disk that is kept as something else the
    /// host has to read every byte before it can write the head: then reading them ourselves is as fast.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final XenPool pool;
    private final Duration patience;

    AllocationLookup(XenPool pool, Duration patience) {
        this.pool = pool;
        this.patience = patience;
    }

    Contents of(DiskBackup disk) {
        try {
            var obstacle = VhdFitness.obstacle(pool.vdi(disk.snapshotVdiUuid()));
            return obstacle.isPresent() ? everything(disk, obstacle.get()) : ask(disk);
        } catch (InterruptedCallException e) {
            throw e;
        } catch (XapiException e) {
            if (e.kind() == XenException.Kind.GONE) {
                throw SourceOpener.snapshotGone(disk, e);
            }
            return everything(disk, Failures.sentence(e));
        } catch (XenException | IOException e) {
            return everything(disk, Failures.sentence(e));
        }
    }

    private Contents ask(DiskBackup disk) throws IOException {
        try (var export = pool.transfers().exportVhd(disk.snapshotVdiUuid());
                var impatience = new Impatience(export)) {
            try {
                return VhdFitness.contents(VhdReader.open(export.stream()), disk.sizeBytes())
                        .orElseGet(() -> everything(disk, "the host's VHD is of another disk than this"));
            } catch (IOException e) {
                if (impatience.isOver()) {
                    return everything(disk, "the host did not say within " + patience + " what was ever written");
                }
                throw e;
            }
        }
    }

    private static Contents everything(DiskBackup disk, String why) {
        var note = "Read whole, written or not: " + why;
        LOG.info("Disk {} (VDI {}): {}", disk.device(), disk.snapshotVdiUuid(), note);
        return new Contents.Everything(Optional.of(note));
    }

    /// Cancels an export that takes too long to begin.
    private final class Impatience implements AutoCloseable {
        private final StreamExport export;
        private final Thread thread;
        private volatile boolean over;

        Impatience(StreamExport export) {
            this.export = export;
            this.thread = Thread.ofVirtual().name("impatience").start(this::await);
        }

        private void await() {
            try {
                TimeUnit.NANOSECONDS.sleep(patience.toNanos());
                over = true;
                export.close();
            } catch (InterruptedException e) {
                LOG.trace("The head came in time", e);
            }
        }

        boolean isOver() {
            return over;
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
