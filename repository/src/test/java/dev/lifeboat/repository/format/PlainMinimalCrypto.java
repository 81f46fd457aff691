package dev.lifeboat.repository.format;

import static dev.lifeboat.repository.format.MinimalReader.check;
import static dev.lifeboat.repository.format.MinimalReader.hex;
import static dev.lifeboat.repository.format.MinimalReader.sha256;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Arrays;

/// Bound checksums.
final class PlainMinimalCrypto implements MinimalCrypto {

    static String checksum(String key, byte[]... covered) throws GeneralSecurityException {
        var parts = new byte[covered.length + 2][];
        parts[0] = key.getBytes(UTF_8);
        parts[1] = new byte[1];
        System.arraycopy(covered, 0, parts, 2, covered.length);
        return hex(sha256(parts));
    }

    @Override
    public String readable(String key, byte[] document) throws GeneralSecurityException {
        return document(key, document);
    }

    @Override
    public String document(String key, byte[] document) throws GeneralSecurityException {
        var lines = MinimalReader.lines(document);
        check(lines[1].equals("{\"sha256\":\"" + checksum(key, lines[0].getBytes(UTF_8)) + "\"}"), "seal of " + key);
        return lines[0];
    }

    @Override
    public byte[] body(String key, int dataKey, byte[] seal, byte[] clearBefore, byte[] body, byte[] clearAfter)
            throws GeneralSecurityException {
        check(dataKey == 0, "no data key");
        check(checksum(key, clearBefore, body, clearAfter).equals(hex(seal)), "seal of " + key);
        return body;
    }

    @Override
    public byte[] chunk(String key, int dataKey, byte[] seal, int offset, byte[] stored) {
        return Arrays.copyOf(stored, stored.length);
    }

    @Override
    public byte[] chunkId(byte[] content) throws GeneralSecurityException {
        return sha256(content);
    }

    @Override
    public String publicName(String context, String name) {
        return name;
    }
}
