package dev.lifeboat.devcluster.cel;

/// A rule that does not compile.
final class RuleRefused extends RuntimeException {
    RuleRefused(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
