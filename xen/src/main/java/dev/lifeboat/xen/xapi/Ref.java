package dev.lifeboat.xen.xapi;

import java.util.Optional;

/// Opaque refs, which are good as long as a session. Old records hold empty and foreign ones, which mean
/// nothing.
public final class Ref {

    public static final String NULL = "OpaqueRef:NULL";

    private static final String PREFIX = "OpaqueRef:";

    private Ref() {}

    /// Empty unless it points to something.
    public static Optional<String> of(Object value) {
        return value instanceof String ref && ref.startsWith(PREFIX) && !ref.equals(NULL)
                ? Optional.of(ref)
                : Optional.empty();
    }
}
