package dev.lifeboat.repository.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA-256.
final class Macs {

    private Macs() {}

    static Mac hmac(byte[] key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM lacks HMAC-SHA-256", e);
        }
    }

    /// Over context, a zero byte, and content.
    static byte[] of(byte[] key, byte[] context, byte[] content) {
        var mac = hmac(key);
        mac.update(context);
        mac.update((byte) 0);
        return mac.doFinal(content);
    }
}
