package dev.lifeboat.agent.nbd;

/// The server's refusal of one request.
///
/// @param number of NBD's own list of errors
/// @param text   what it says about it; empty in a simple reply
record ServerError(int number, String text) {
    private static final int EPERM = 1;
    private static final int EINVAL = 22;
    private static final int EOVERFLOW = 75;
    private static final int ENOTSUP = 95;

    /// Repeating the same request gives the same error.
    boolean isFinal() {
        return number == EPERM || number == EINVAL || number == EOVERFLOW || number == ENOTSUP;
    }

    private String name() {
        return switch (number) {
            case EPERM -> "EPERM";
            case 5 -> "EIO";
            case 12 -> "ENOMEM";
            case EINVAL -> "EINVAL";
            case 28 -> "ENOSPC";
            case EOVERFLOW -> "EOVERFLOW";
            case ENOTSUP -> "ENOTSUP";
            case 108 -> "ESHUTDOWN";
            default -> "error " + number;
        };
    }

    @Override
    public String toString() {
        return name() + (text.isEmpty() ? "" : " («" + text + "»)");
    }
}
