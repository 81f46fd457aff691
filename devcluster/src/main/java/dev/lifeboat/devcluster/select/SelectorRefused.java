package dev.lifeboat.devcluster.select;

/// A selector that cannot be understood, or asks for a field that cannot be selected by.
public final class SelectorRefused extends RuntimeException {
    SelectorRefused(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
