package dev.lifeboat.xen;

/// One place to read a VDI over NBD.
///
/// @param exportName holds a session of the pool: a secret
/// @param address IPv4 or IPv6 literal without brackets
/// @param certificatePem the only certificate to believe there; empty where the pool gives none
/// @param subject the name to expect in it
public record NbdExport(String exportName, String address, int port, String certificatePem, String subject) {

    /// The same disk of the same host at another of its addresses.
    public NbdExport at(String otherAddress) {
        return new NbdExport(exportName, otherAddress, port, certificatePem, subject);
    }

    @Override
    public String toString() {
        return "NbdExport[address=" + address + ", port=" + port + ", subject=" + subject + "]";
    }
}
