package dev.lifeboat.repository.errors;

/// An export cannot be stored as it was asked for.
public final class ExportRefusedException extends RepositoryException {

    /// Why not.
    public enum Reason {
        /// There is another object of that name.
        EXISTS,
        /// It fits into no object.
        TOO_LARGE
    }

    private final Reason reason;

    private ExportRefusedException(Reason reason, String message) {
        super(message, null);
        this.reason = reason;
    }

    public static ExportRefusedException exists(String key) {
        return new ExportRefusedException(
                Reason.EXISTS,
                "Exporting to " + key + ": there is another object of that name, which is left as it is. Choose another"
                        + " name, or remove that object");
    }

    public static ExportRefusedException tooLarge(String key, long bytes, long mostBytes) {
        return new ExportRefusedException(
                Reason.TOO_LARGE,
                "Exporting to " + key + ": it may take " + bytes + " bytes, and an object has " + mostBytes
                        + " at most. Leave out disks and export them one by one, or write it to a file with lifeboat"
                        + " repository export-vm");
    }

    public Reason reason() {
        return reason;
    }
}
