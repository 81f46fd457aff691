package dev.lifeboat.repository.errors;

/// What was given to open a repository does not open it, or not for what was asked.
public final class RepositoryLockedException extends RepositoryException {

    /// What is wrong.
    public enum Reason {
        KEY_MISSING,
        KEY_REJECTED,
        /// A key was given for a repository that claims to need none: never trusted, since whoever can write to
        /// the store can claim that.
        NOT_ENCRYPTED,
        /// Its fingerprint is not the one that was expected.
        ANOTHER_REPOSITORY,
        /// Opened by a recovery identity without a fingerprint: nothing proves who made the repository.
        READING_ONLY
    }

    private final Reason reason;

    private RepositoryLockedException(Reason reason, String message) {
        super(message, null);
        this.reason = reason;
    }

    public static RepositoryLockedException keyMissing(String store) {
        return new RepositoryLockedException(
                Reason.KEY_MISSING,
                "The repository in " + store
                        + " is encrypted. Give its key file, its passphrase, or the identity of a recovery recipient.");
    }

    public static RepositoryLockedException keyRejected(String keysKey, String given, String recipients) {
        return new RepositoryLockedException(
                Reason.KEY_REJECTED,
                "The " + given + " does not open the repository: " + keysKey + " names the recipients " + recipients
                        + ". Check that it belongs to this repository and was not replaced by a rekey; if it is"
                        + " certainly right, somebody changed that object.");
    }

    public static RepositoryLockedException notEncrypted(String store) {
        return new RepositoryLockedException(
                Reason.NOT_ENCRYPTED,
                "A key was given, but the repository in " + store
                        + " is not encrypted. If it should be, somebody replaced repository.json: do not write to it."
                        + " If not, say that it is unencrypted.");
    }

    public static RepositoryLockedException anotherRepository(String store, String expected, String found) {
        return new RepositoryLockedException(
                Reason.ANOTHER_REPOSITORY,
                "The repository in " + store + " has the fingerprint " + found + ", expected was " + expected
                        + ". It is another one, or somebody put another one in its place.");
    }

    public static RepositoryLockedException readingOnly(String what) {
        return new RepositoryLockedException(
                Reason.READING_ONLY,
                what + " is refused: whoever knows the public part of an identity can make a repository that it opens."
                        + " Give the repository's fingerprint too, as it was shown when it was created.");
    }

    public Reason reason() {
        return reason;
    }
}
