package dev.lifeboat.agent.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lifeboat.repository.errors.BaseGoneException;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.ClockDiffersException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.ExportRefusedException;
import dev.lifeboat.repository.errors.IncompleteViewException;
import dev.lifeboat.repository.errors.MaintenanceBusyException;
import dev.lifeboat.repository.errors.MaintenanceLostException;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.OutdatedKeysException;
import dev.lifeboat.repository.errors.RekeyRefusedException;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.errors.RepositoryLockedException;
import dev.lifeboat.repository.errors.RepositoryNotFoundException;
import dev.lifeboat.repository.errors.RolledBackException;
import dev.lifeboat.repository.errors.StaleSessionException;
import dev.lifeboat.repository.errors.StoreNotWritableException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;

/// Turns whatever ended a command into its exit code and the sentence that the user gets.
record Failure(Exit exit, String message) {

    static Failure of(Exception thrown) {
        return switch (thrown) {
            case CommandFailedException e -> new Failure(e.exit(), sentence(e));
            case RepositoryLockedException e -> new Failure(exit(e), withOption(e));
            case RepositoryException e -> new Failure(exit(e), sentence(e));
            case null, default -> new Failure(Exit.UNEXPECTED, "Unexpected: " + thrown);
        };
    }

    private static Exit exit(RepositoryException failure) {
        return switch (failure) {
            case ChunkMissingException _, DamagedException _ -> Exit.DAMAGED;
            case RepositoryNotFoundException _ -> Exit.NOT_FOUND;
            case StoreNotWritableException _ -> Exit.DENIED;
            case UnsupportedFormatException _ -> Exit.NEWER_FORMAT;
            case RepositoryLockedException e -> locked(e.reason());
            case OutdatedKeysException _ -> Exit.KEY;
            case ExportRefusedException _ -> Exit.REFUSED;
            case RolledBackException _, RekeyRefusedException _, IncompleteViewException _ -> Exit.REFUSED;
            case BaseGoneException _ -> Exit.NOT_FOUND;
            case MaintenanceBusyException _, MaintenanceLostException _, StaleSessionException _ -> Exit.UNAVAILABLE;
            case ClockDiffersException _ -> Exit.DENIED;
            case ObjectStoreException e when e.retryable() -> Exit.UNAVAILABLE;
            case ObjectStoreException _ -> Exit.DENIED;
        };
    }

    private static Exit locked(RepositoryLockedException.Reason reason) {
        return switch (reason) {
            case KEY_MISSING, KEY_REJECTED -> Exit.KEY;
            case NOT_ENCRYPTED, ANOTHER_REPOSITORY, READING_ONLY -> Exit.REFUSED;
        };
    }

    /// The repository says what is needed, and knows no command line.
    private static String withOption(RepositoryLockedException failure) {
        var said = sentence(failure);
        return switch (failure.reason()) {
            case KEY_MISSING -> said.replaceFirst("\\.$", ": " + KeyArguments.CHOICE);
            case NOT_ENCRYPTED -> said.replaceFirst("\\.$", ": --unencrypted");
            case READING_ONLY -> said.replaceFirst("\\.$", ": --fingerprint");
            case KEY_REJECTED, ANOTHER_REPOSITORY -> said;
        };
    }

    private static String sentence(Exception thrown) {
        return thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    }

    /// Shows it: with `--json` as a document, so that a script needs to read one stream only.
    void show(Terminal terminal, boolean json) {
        if (json) {
            var error = JsonNodeFactory.instance.objectNode();
            error.putObject("error")
                    .put("code", exit.name())
                    .put("exitCode", exit.number())
                    .put("message", message);
            new Output(terminal).json(error);
        } else {
            terminal.err().println("lifeboat: " + message);
            terminal.err().flush();
        }
    }
}
