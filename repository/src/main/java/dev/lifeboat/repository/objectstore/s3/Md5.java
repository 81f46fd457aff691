package dev.lifeboat.repository.objectstore.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The checksum of HTTP's `Content-MD5` ([RFC 1864](https://www.rfc-editor.org/rfc/rfc1864)): against accidents, not
/// against people.
final class Md5 {

    private Md5() {}

    static String base64(ByteBuffer content) {
        try {
            var digest = MessageDigest.getInstance("MD5");
            digest.update(content.duplicate());
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no MD5", e);
        }
    }
}
