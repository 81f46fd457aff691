package dev.lifeboat.devcluster.patch;

/// A patch that cannot be carried out on this object.
public final class PatchRefused extends RuntimeException {
    PatchRefused(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
