package dev.lifeboat.xen;

import java.util.Map;
import java.util.TreeMap;

/// Keys by which our objects in a pool are found again after a crash, kept in `other_config`.
public final class Markers {

    /// Every key of ours starts so. The pool copies keys from a disk to its snapshots: a fresh snapshot is
    /// cleared of them first.
    public static final String PREFIX = "lifeboat:";

    /// On a snapshot that should have been quiesced and is not: why.
    public static final String NOT_QUIESCED = PREFIX + "not-quiesced";

    private Markers() {}

    /// The entries of an `other_config` that are ours.
    public static Map<String, String> of(Map<String, String> otherConfig) {
        var ours = new TreeMap<>(otherConfig);
        ours.keySet().removeIf(key -> !key.startsWith(PREFIX));
        return Map.copyOf(ours);
    }

    static Map<String, String> checked(Map<String, String> markers) {
        markers.keySet().stream()
                .filter(key -> !key.startsWith(PREFIX))
                .findAny()
                .ifPresent(key -> {
                    throw new IllegalArgumentException("Marker key '" + key + "' does not start with " + PREFIX);
                });
        return Map.copyOf(markers);
    }
}
