package dev.lifeboat.repository.verify;

import java.util.List;
import java.util.Optional;

/// Something that is not as it was written.
///
/// @param objectKey of the object in the store
/// @param chunk the id of the chunk or page, when the object is a pack and not all of it is concerned
/// @param found what is there instead, or what happened
/// @param manifestKeys of the points that need it, up to a thousand
public record Finding(
        Kind kind, Problem problem, String objectKey, Optional<String> chunk, String found, List<String> manifestKeys) {

    /// Which kind of thing.
    public enum Kind {
        MANIFEST,
        /// A whole pack: gone, or without a readable footer, or of the wrong length.
        PACK,
        /// Disk content in a pack.
        CHUNK,
        /// A page of a disk's map in a pack.
        PAGE,
        SEGMENT,
        /// A document about maintenance.
        RECORD
    }

    /// What is wrong with it.
    public enum Problem {
        MISSING,
        DAMAGED,
        /// A repair has marked it before; this run did not look at it again, or found it as bad.
        MARKED,
        /// The store did not hand it out. It may be fine.
        UNREADABLE,
        /// Only a newer release can read it.
        UNSUPPORTED
    }

    public Finding {
        manifestKeys = List.copyOf(manifestKeys);
    }
}
