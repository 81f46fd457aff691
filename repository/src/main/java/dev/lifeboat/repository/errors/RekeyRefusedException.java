package dev.lifeboat.repository.errors;

/// The recipients of a repository cannot be changed in that way.
public final class RekeyRefusedException extends RepositoryException {

    public RekeyRefusedException(String what) {
        super("The keys stay as they are: " + what, null);
    }
}
