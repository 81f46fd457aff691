package dev.lifeboat.xen;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Keys by which our objects in a pool are found again after a crash, kept in `other_config`.
public final class Markers {

    /// Every key of ours starts so. The pool copies keys from a disk to its snapshots: a fresh snapshot is
    /// cleared of them first.
    public static final String PREFIX = "lifeboat:";

    /// On a snapshot that should have been quiesced and is not: why.
    public static final String NOT_QUIESCED = PREFIX + "not-quiesced";

    /// On each snapshot VM and snapshot disk that we mark: its own UUID. Whatever the pool makes a copy of, be it by
    /// reverting a VM to one of our snapshots or by cloning it, carries that of another object, and is not ours.
    private static final String OBJECT = PREFIX + "object";

    private Markers() {}

    /// What to write on a snapshot object, so that its markers are told from inherited ones.
    public static Map<String, String> on(UUID object, Map<String, String> markers) {
        var all = new TreeMap<>(markers);
        all.put(OBJECT, object.toString());
        return Map.copyOf(all);
    }

    /// The markers that we wrote on a snapshot object itself; none when it merely inherited some.
    public static Map<String, String> own(UUID object, Map<String, String> otherConfig) {
        if (!object.toString().equals(otherConfig.get(OBJECT))) {
            return Map.of();
        }
        var ours = new TreeMap<>(of(otherConfig));
        ours.remove(OBJECT);
        return Map.copyOf(ours);
    }

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
