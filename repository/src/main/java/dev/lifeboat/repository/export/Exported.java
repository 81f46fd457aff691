package dev.lifeboat.repository.export;

import dev.lifeboat.repository.objectstore.ObjectKey;

/// An object that is there now.
///
/// @param sha256 of all its bytes, in hexadecimal
public record Exported(ObjectKey key, long bytes, String sha256) {}
