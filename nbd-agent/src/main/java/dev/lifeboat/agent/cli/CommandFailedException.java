package dev.lifeboat.agent.cli;

/// A command cannot do what it was asked to, by its own judgement. The message is what the user reads.
final class CommandFailedException extends RuntimeException {

    private final Exit exit;

    CommandFailedException(Exit exit, String message) {
        super(message);
        this.exit = exit;
    }

    CommandFailedException(Exit exit, String message, Throwable cause) {
        super(message, cause);
        this.exit = exit;
    }

    Exit exit() {
        return exit;
    }
}
