package dev.lifeboat.xen.xva;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A checksum over the bytes of one block, which may come in pieces.
sealed interface BlockDigest permits BlockDigest.Sha1, Xxh64 {

    void update(byte[] bytes, int offset, int length);

    /// The digest as the archive has it. The next update begins anew.
    String hex();

    /// SHA-1, of hosts up to 8.0.
    final class Sha1 implements BlockDigest {

        private final MessageDigest digest;

        Sha1() {
            try {
                digest = MessageDigest.getInstance("SHA-1");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java runtime has SHA-1", e);
            }
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
        }

        @Override
        public String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
