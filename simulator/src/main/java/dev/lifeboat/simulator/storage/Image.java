package dev.lifeboat.simulator.storage;

import java.util.Optional;

/// A disk of the repository: its size, its layer and, where tracking is on, its change log.
/// A disk whose data was destroyed keeps only the log.
final class Image {
    private final String uuid;
    private long sizeBytes;
    private Optional<Layer> layer;
    private Optional<ChangeLog> log = Optional.empty();
    private final boolean hidden;

    Image(String uuid, long sizeBytes, Layer layer, boolean hidden) {
        this.uuid = uuid;
        this.sizeBytes = sizeBytes;
        this.layer = Optional.of(layer);
        this.hidden = hidden;
    }

    String uuid() {
        return uuid;
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
}
