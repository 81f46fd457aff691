package dev.lifeboat.repository.export;

import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.point.PointId;

/// The place of an exported object.
///
/// @param name below [#PREFIX]: a key that ends in `.xva`
public record ExportKey(String name) {

    public static final String PREFIX = "exports/";

    private static final String ENDING = ".xva";

    /// Of a machine's name: enough to know it by, and file systems allow 255 with the rest.
    private static final int LONGEST_NAME = 100;

    public ExportKey {
        if (!name.endsWith(ENDING)) {
            throw new IllegalArgumentException("The key of an export ends in " + ENDING + ", unlike " + name);
        }
        var _ = new ObjectKey(PREFIX + name);
    }

    /// The usual one: says what it is of.
    public static ExportKey of(String vmName, PointId point) {
        var clean = vmName.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+|[.-]+$", "");
        var readable = clean.substring(0, Math.min(LONGEST_NAME, clean.length()));
        return new ExportKey((readable.isEmpty() ? "vm" : readable) + "-" + point + ENDING);
    }

    public ObjectKey object() {
        return new ObjectKey(PREFIX + name);
    }
}
