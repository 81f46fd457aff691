package dev.lifeboat.repository.format;

import static dev.lifeboat.repository.format.MinimalReader.base64;
import static dev.lifeboat.repository.format.MinimalReader.check;
import static dev.lifeboat.repository.format.MinimalReader.hex;
import static dev.lifeboat.repository.format.MinimalReader.json;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The section "Encryption" of FORMAT.md, HKDF included.
final class EncryptedMinimalCrypto implements MinimalCrypto {

    /// What a recipient makes of its entry: the value that the format calls *shared*.
    @FunctionalInterface
    interface Recipient {
        byte[] shared(JsonNode entry) throws GeneralSecurityException;
    }

    private final byte[] repository;
    private final byte[] keyring;
    private final byte[] root;

    /// @param type of the recipient that opens it
    EncryptedMinimalCrypto(String key, byte[] document, String type, Recipient recipient)
            throws IOException, GeneralSecurityException {
        var keys = json(MinimalReader.lines(document)[0]);
        var id = UUID.fromString(keys.path("repositoryId").asText());
        repository = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        keyring = keyring(keys, type, recipient);
        root = hmac(repository, Arrays.copyOf(keyring, 32));
        readable(key, document);
    }

    private byte[] keyring(JsonNode keys, String type, Recipient recipient) throws GeneralSecurityException {
        for (var entry : keys.path("recipients")) {
            if (entry.path("type").asText().equals(type)) {
                var prk = hmac(base64(entry.path("salt")), recipient.shared(entry));
                var wrapping = expand(prk, join("lifeboat recipient", type.getBytes(US_ASCII), repository), 32);
                return gcm(wrapping, new byte[12], new byte[0], base64(entry.path("wrapped")));
            }
        }
        throw new AssertionError("No recipient of type " + type);
    }

    @Override
    public String readable(String key, byte[] document) throws GeneralSecurityException {
        var lines = MinimalReader.lines(document);
        var first = lines[0].getBytes(UTF_8);
        var description = expand(root, join("lifeboat descriptions"), 32);
        var authenticator = hex(hmac(description, key.getBytes(US_ASCII), new byte[1], first));
        check(
                lines[1].equals("{\"sha256\":\"" + PlainMinimalCrypto.checksum(key, first) + "\",\"hmac-sha-256\":\""
                        + authenticator + "\"}"),
                "authenticator of " + key);
        return lines[0];
    }

    @Override
    public String document(String key, byte[] document) throws IOException, GeneralSecurityException {
        var lines = MinimalReader.lines(document);
        var seal = HexFormat.of().parseHex(json(lines[1]).path("aes-256-gcm").asText());
        int dataKey = json(lines[0]).path("key").asInt();
        var content = base64(json(lines[1]).path("content"));
        return new String(body(key, dataKey, seal, lines[0].getBytes(UTF_8), content, new byte[0]), UTF_8);
    }

    @Override
    public byte[] body(String key, int dataKey, byte[] seal, byte[] clearBefore, byte[] body, byte[] clearAfter)
            throws GeneralSecurityException {
        var nonce = HexFormat.of().parseHex("000000010000000000000000");
        var tag = Arrays.copyOfRange(seal, 16, 32);
        return gcm(objectKey(key, dataKey, seal), nonce, concat(clearBefore, clearAfter), concat(body, tag));
    }

    @Override
    public byte[] chunk(String key, int dataKey, byte[] seal, int offset, byte[] stored)
            throws GeneralSecurityException {
        var nonce = ByteBuffer.allocate(12).putInt(0).putLong(offset).array();
        return gcm(objectKey(key, dataKey, seal), nonce, new byte[0], stored);
    }

    @Override
    public byte[] chunkId(byte[] content) throws GeneralSecurityException {
        return hmac(expand(root, join("lifeboat chunk ids"), 32), content);
    }

    @Override
    public String publicName(String context, String name) throws GeneralSecurityException {
        var key = expand(root, join("lifeboat names"), 32);
        return hex(hmac(key, join(context, name.getBytes(UTF_8)))).substring(0, 32);
    }

    private byte[] objectKey(String key, int dataKey, byte[] seal) throws GeneralSecurityException {
        var prk = hmac(repository, Arrays.copyOfRange(keyring, 32 * dataKey, 32 * dataKey + 32));
        return expand(prk, join("lifeboat object", key.getBytes(US_ASCII), Arrays.copyOf(seal, 16)), 32);
    }

    private static byte[] join(String label, byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        joined.writeBytes(label.getBytes(US_ASCII));
        for (var part : parts) {
            joined.write(0);
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] concat(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }

    private static byte[] gcm(byte[] key, byte[] nonce, byte[] associated, byte[] stored)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(associated);
        return cipher.doFinal(stored);
    }

    private static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        for (var part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    /// One block of HKDF-Expand is as long as any key here.
    private static byte[] expand(byte[] prk, byte[] info, int bytes) throws GeneralSecurityException {
        return Arrays.copyOf(hmac(prk, info, new byte[] {1}), bytes);
    }
}
