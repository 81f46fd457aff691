package dev.lifeboat.repository.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// HKDF with SHA-256 (RFC 5869): one key from another, for one purpose.
final class Hkdf {

    static final int BYTES = 32;

    private Hkdf() {}

    /// The pseudorandom key that others are derived from.
    static SecretKey extract(byte[] secret, byte[] salt) {
        try {
            return kdf().deriveKey(
                            "Generic",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(secret)
                                    .addSalt(salt)
                                    .extractOnly());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF-Extract failed", e);
        }
    }

    /// @param context follows the label, each part after a zero byte
    static byte[] expand(SecretKey extracted, int bytes, String label, byte[]... context) {
        var info = new ByteArrayOutputStream();
        info.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        for (var part : context) {
            info.write(0);
            info.writeBytes(part);
        }
        try {
            return kdf().deriveData(HKDFParameterSpec.expandOnly(extracted, info.toByteArray(), bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF-Expand failed", e);
        }
    }

    static SecretKey expandAes(SecretKey extracted, String label, byte[]... context) {
        return new SecretKeySpec(expand(extracted, BYTES, label, context), "AES");
    }

    private static KDF kdf() throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256");
    }
}
