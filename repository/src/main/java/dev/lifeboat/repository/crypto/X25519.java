package dev.lifeboat.repository.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Optional;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;

/// DHKEM(X25519, HKDF-SHA256) of RFC 9180, over keys as 32 little-endian bytes (RFC 7748).
final class X25519 {

    static final int BYTES = 32;

    private static final BigInteger BASE = BigInteger.valueOf(9);

    private X25519() {}

    /// A secret for the owner of a key, and what that owner needs to find it.
    static final class Encapsulated {

        private final byte[] secret;
        private final byte[] encapsulation;

        private Encapsulated(byte[] secret, byte[] encapsulation) {
            this.secret = secret;
            this.encapsulation = encapsulation;
        }

        byte[] secret() {
            return secret;
        }

        byte[] encapsulation() {
            return encapsulation;
        }
    }

    static Encapsulated encapsulate(byte[] publicKey, SecureRandom random) {
        try {
            var result = KEM.getInstance("DHKEM")
                    .newEncapsulator(publicKey(publicKey), random)
                    .encapsulate();
            return new Encapsulated(result.key().getEncoded(), result.encapsulation());
        } catch (GeneralSecurityException | ProviderException e) {
            throw new IllegalArgumentException("Not an X25519 public key that can be used: " + e.getMessage(), e);
        }
    }

    /// Empty when it cannot have been made for any key.
    static Optional<byte[]> decapsulate(byte[] privateKey, byte[] encapsulation) {
        try {
            return Optional.of(KEM.getInstance("DHKEM")
                    .newDecapsulator(privateKey(privateKey))
                    .decapsulate(encapsulation)
                    .getEncoded());
        } catch (DecapsulateException | ProviderException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM lacks DHKEM with X25519", e);
        }
    }

    static byte[] publicOf(byte[] privateKey) {
        try {
            var agreement = KeyAgreement.getInstance("X25519");
            agreement.init(privateKey(privateKey));
            agreement.doPhase(factory().generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, BASE)), true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM lacks X25519", e);
        }
    }

    private static PublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
        var bigEndian = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bigEndian[i] = bytes[BYTES - 1 - i];
        }
        bigEndian[0] &= 0x7f;
        return factory().generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian)));
    }

    private static PrivateKey privateKey(byte[] bytes) throws GeneralSecurityException {
        return factory().generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, bytes));
    }

    private static KeyFactory factory() throws GeneralSecurityException {
        return KeyFactory.getInstance("X25519");
    }
}
