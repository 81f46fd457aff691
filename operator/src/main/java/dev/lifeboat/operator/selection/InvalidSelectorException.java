package dev.lifeboat.operator.selection;

/// A selector that cannot be understood; the message names the part of it.
public final class InvalidSelectorException extends RuntimeException {
    InvalidSelectorException(String message) {
        super(message);
    }

    InvalidSelectorException(String message, Throwable cause) {
        super(message, cause);
    }
}
