package dev.lifeboat.e2e.quickstart;

/// The story did not end well; the message says at which resource and why.
final class QuickstartException extends RuntimeException {
    QuickstartException(String message) {
        super(message);
    }
}
