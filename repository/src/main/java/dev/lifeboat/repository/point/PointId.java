package dev.lifeboat.repository.point;

import java.util.regex.Pattern;

/// The name of a recovery point among those of its virtual machine. Chosen by the caller and the same over
/// all retries of one backup.
public record PointId(String value) {

    private static final Pattern VALID = Pattern.compile("[0-9a-z-]{1,64}");

    public PointId {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a point id (" + VALID.pattern() + "): " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
