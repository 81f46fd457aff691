package dev.lifeboat.repository;

import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskFigures;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.DiskImageWriter;
import dev.lifeboat.repository.disk.DiskProgress;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.disk.ProgressKeeper;
import dev.lifeboat.repository.errors.BaseGoneException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// The disks of one session: who writes them, and which images its recovery point may be made of.
final class SessionDisks {

    private final ChunkWriter chunks;
    private final Geometry geometry;
    private final DiskImageWriter.Limits limits;
    private final Predicate<DiskImage> inSomePoint;
    private final List<DiskImageWriter> writers = new CopyOnWriteArrayList<>();

    /// @param inSomePoint whether a recovery point of the same VM holds this image now
    SessionDisks(
            ChunkWriter chunks, Geometry geometry, DiskImageWriter.Limits limits, Predicate<DiskImage> inSomePoint) {
        this.chunks = chunks;
        this.geometry = geometry;
        this.limits = limits;
        this.inSomePoint = inSomePoint;
    }

    /// Takes the place of an earlier writer of the same disk.
    DiskImageWriter writer(DiskDescription description, Optional<DiskImage> base, DiskProgress progress) {
        var writer = new DiskImageWriter(description, base, geometry, chunks, progress, limits);
        writers.removeIf(earlier -> earlier.description().equals(description));
        writers.add(writer);
        return writer;
    }

    DiskFigures figures() {
        return writers.stream().map(DiskImageWriter::figures).reduce(DiskFigures.NONE, DiskFigures::plus);
    }

    /// A base that is there now, with the lease taken, cannot lose anything while the session runs. One that went
    /// before may have lost something already.
    ///
    /// @throws BaseGoneException it is not there
    void requireBase(DiskImage base) {
        if (!inSomePoint.test(base)) {
            throw new BaseGoneException("disk " + base.device() + " (VDI " + base.vdiUuid() + ")");
        }
    }

    /// That a recovery point can be made of these.
    ///
    /// @throws BaseGoneException one was not written here, and is not there any more
    /// @throws IllegalStateException one refers to what is marked as damaged
    void require(List<DiskImage> finished) {
        requireTrusted(finished);
        requireUnwritten(finished);
    }

    /// What a writer of this backup made refers to nothing that is marked; an image taken from an earlier
    /// point may.
    private void requireTrusted(List<DiskImage> finished) {
        if (!chunks.damaged().isEmpty()) {
            finished.stream()
                    .filter(image -> !madeHere(image))
                    .forEach(image -> unwritten(image).finish());
        }
    }

    /// A writer over an image that is not written to.
    private DiskImageWriter unwritten(DiskImage image) {
        var progress = new DiskProgress(geometry, image.sizeBytes(), ProgressKeeper.none());
        return new DiskImageWriter(image.description(), Optional.of(image), geometry, chunks, progress, limits);
    }

    /// What was not written here was there before.
    private void requireUnwritten(List<DiskImage> finished) {
        var written = writers.stream().map(DiskImageWriter::description).toList();
        finished.stream()
                .filter(image -> !written.contains(image.description()))
                .forEach(this::requireBase);
    }

    /// The image of a disk that nobody wrote to in this backup says what another run did; here it says nothing of it.
    List<DiskImage> ofThisRun(List<DiskImage> finished) {
        return finished.stream()
                .map(image -> madeHere(image) ? image : image.unchanged())
                .toList();
    }

    private boolean madeHere(DiskImage image) {
        return writers.stream().anyMatch(writer -> writer.made(image));
    }
}
