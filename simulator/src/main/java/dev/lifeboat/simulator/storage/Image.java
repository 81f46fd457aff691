package dev.lifeboat.simulator.storage;

import java.util.Optional;

/// A disk of the repository: its size, its layer and, where tracking is on, its change log.
/// A disk whose data was destroyed keeps only the log.
final class Image {
    private static final long LOG_PAGE_BYTES = 4096;

    private final String uuid;
    private final Space space;
    private long sizeBytes;
    private Optional<Layer> layer;
    private Optional<ChangeLog> log = Optional.empty();
    private final boolean hidden;

    Image(String uuid, long sizeBytes, Layer layer) {
        this(uuid, sizeBytes, layer, false);
    }

    private Image(String uuid, long sizeBytes, Layer layer, boolean hidden) {
        this.uuid = uuid;
        this.space = layer.space();
        this.sizeBytes = sizeBytes;
        this.layer = Optional.of(layer);
        this.hidden = hidden;
    }

    /// The base copy below a snapshot and the disk it was made of.
    static Image hidden(String uuid, long sizeBytes, Layer layer) {
        return new Image(uuid, sizeBytes, layer, true);
    }

    String uuid() {
        return uuid;
    }

    Space space() {
        return space;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    void sizeBytes(long newSizeBytes) {
        sizeBytes = newSizeBytes;
    }

    boolean hidden() {
        return hidden;
    }

    boolean hasData() {
        return layer.isPresent();
    }

    Layer layer() {
        return layer.orElseThrow(() -> new StorageFailure("disk " + uuid + " has no data any more"));
    }

    void layer(Optional<Layer> newLayer) {
        layer = newLayer;
    }

    Optional<ChangeLog> log() {
        return log;
    }

    void log(Optional<ChangeLog> newLog) {
        log = newLog;
    }

    /// Without its parents; what has no data any more still has its log file.
    long ownBytes() {
        return layer.map(Layer::chargedBytes)
                .orElseGet(() -> Math.ceilDiv(BlockMap.blocksOf(sizeBytes), 8 * LOG_PAGE_BYTES) * LOG_PAGE_BYTES);
    }

    void requireRange(long offset, int length) {
        if (offset < 0 || length < 0 || offset + length > sizeBytes) {
            throw new StorageFailure(
                    "range %d+%d lies outside disk %s of %d bytes".formatted(offset, length, uuid, sizeBytes));
        }
    }

    StoredDisk stored() {
        return new StoredDisk(uuid, sizeBytes, hidden, log.isPresent(), hasData());
    }
}
