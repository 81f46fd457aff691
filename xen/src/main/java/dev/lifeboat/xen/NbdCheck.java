package dev.lifeboat.xen;

/// How one NBD server of the pool answered when it was asked from here. Somebody elsewhere in the network may have
/// another answer.
///
/// @param address as the pool names it
/// @param detail what happened, for people
public record NbdCheck(String address, int port, Outcome outcome, String detail) {
    /// From the connection to the end of the handshake of TLS.
    public enum Outcome {
        /// It serves, within TLS where it has to.
        SERVES,
        /// No connection, or one that ends before a word is said.
        BLOCKED,
        /// It presents another certificate than the pool says it has.
        CERTIFICATE_REJECTED
    }

    public boolean serves() {
        return outcome == Outcome.SERVES;
    }
}
