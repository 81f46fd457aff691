package dev.lifeboat.repository.objectstore;

/// Something an administrator has set on a store that changes what becomes of objects in it.
///
/// @param name stable: `versioning`, `object lock`, `lifecycle`
/// @param message what is set, and what to do about it
public record StoreSetting(String name, State state, String message) {

    /// How it suits a repository.
    public enum State {
        FINE,
        /// It works, but a person should know.
        NOTEWORTHY,
        /// Recovery points will be lost.
        HARMFUL,
        /// The credentials do not permit to look, or the server cannot say.
        UNKNOWN
    }
}
