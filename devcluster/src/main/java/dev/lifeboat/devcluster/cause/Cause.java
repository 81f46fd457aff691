package dev.lifeboat.devcluster.cause;

/// One thing that is wrong with one field, as `details.causes` carries it.
public record Cause(String reason, String field, String message) {
    public static Cause invalid(String field, String shownValue, String message) {
        return new Cause("FieldValueInvalid", field, "Invalid value: %s: %s".formatted(shownValue, message));
    }

    public static Cause required(String field, String message) {
        return new Cause(
                "FieldValueRequired", field, message.isEmpty() ? "Required value" : "Required value: " + message);
    }

    public static Cause forbidden(String field, String message) {
        return new Cause("FieldValueForbidden", field, "Forbidden: " + message);
    }

    public static Cause duplicate(String field, String shownValue) {
        return new Cause("FieldValueDuplicate", field, "Duplicate value: " + shownValue);
    }

    /// As it stands in the message of the whole answer.
    @Override
    public String toString() {
        return field + ": " + message;
    }
}
