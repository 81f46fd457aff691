package dev.lifeboat.repository.objectstore;

import java.util.regex.Pattern;

/// The name of an object, relative to the repository: segments of letters, digits, `-`, `_` and `.`,
/// separated by `/`.
///
/// So narrow that a key is a valid S3 key, file path and URL without escaping, and can never climb out of a
/// directory. A segment does not start with `.`: a file system store keeps its unfinished files there.
public record ObjectKey(String value) implements Comparable<ObjectKey> {

    private static final String SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]*";

    private static final Pattern VALID_SEGMENT = Pattern.compile(SEGMENT);

    private static final Pattern VALID = Pattern.compile(SEGMENT + "(/" + SEGMENT + ")*");

    private static final int LONGEST = 512;

    public ObjectKey {
        if (value.length() > LONGEST || !VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("Not an object key: " + value);
        }
    }

    /// Whether a name between two slashes may occur in a key.
    public static boolean isSegment(String name) {
        return VALID_SEGMENT.matcher(name).matches();
    }

    /// Keys are ASCII, so this is the order in which S3 lists.
    @Override
    public int compareTo(ObjectKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
