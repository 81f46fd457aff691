package dev.lifeboat.repository.crypto;

import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.OutdatedKeysException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.SecretKey;

/// Everything encrypted, authenticated and named by keys that only recipients know.
///
/// FORMAT.md, "Encryption", says what is derived from what.
public final class KeyedSeals implements Seals {

    private static final int NAME_BYTES = 16;

    private final long generation;
    private final List<SecretKey> dataKeys = new ArrayList<>();
    private final byte[] chunkIdKey;
    private final byte[] nameKey;
    private final byte[] descriptionKey;
    private final String fingerprint;
    private final GcmCiphers ciphers = new GcmCiphers();
    private final SecureRandom random = new SecureRandom();

    public KeyedSeals(UUID repository, Keyring keyring, long generation) {
        this.generation = generation;
        var salt = bytes(repository);
        for (int number = 1; number <= keyring.newestDataKey(); number++) {
            dataKeys.add(Hkdf.extract(keyring.dataKey(number), salt));
        }
        var secret = Hkdf.extract(keyring.secret(), salt);
        chunkIdKey = Hkdf.expand(secret, Hkdf.BYTES, "lifeboat chunk ids");
        nameKey = Hkdf.expand(secret, Hkdf.BYTES, "lifeboat names");
        descriptionKey = Hkdf.expand(secret, Hkdf.BYTES, "lifeboat descriptions");
        fingerprint = HexFormat.of().formatHex(Hkdf.expand(secret, NAME_BYTES, "lifeboat fingerprint"));
    }

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    @Override
    public boolean encrypted() {
        return true;
    }

    @Override
    public long generation() {
        return generation;
    }

    public int newestDataKey() {
        return dataKeys.size();
    }

    /// Tells a repository from one that somebody put in its place, and nothing else: no secret.
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public ChunkHasher chunkHasher() {
        return new HmacHasher(chunkIdKey);
    }

    @Override
    public ObjectSeal forNew(ObjectKey key) {
        var salt = new byte[GcmSeal.SALT_BYTES];
        random.nextBytes(salt);
        return seal(key, dataKeys.size(), salt, salt);
    }

    @Override
    public ObjectSeal forRead(ObjectKey key, int dataKey, byte[] seal) {
        if (dataKey == 0) {
            throw new DamagedException(key.value(), "encrypted content", "content that is not encrypted");
        }
        if (dataKey < 0 || dataKey > dataKeys.size()) {
            throw new OutdatedKeysException(
                    key.value(), "data key " + Integer.toUnsignedString(dataKey), "data keys up to " + dataKeys.size());
        }
        return seal(key, dataKey, Arrays.copyOf(seal, GcmSeal.SALT_BYTES), seal);
    }

    private ObjectSeal seal(ObjectKey key, int dataKey, byte[] salt, byte[] seal) {
        var own = Hkdf.expandAes(dataKeys.get(dataKey - 1), "lifeboat object", ascii(key.value()), salt);
        return new GcmSeal(key, dataKey, own, seal, ciphers);
    }

    @Override
    public String publicName(String context, String name) {
        var mac = Macs.of(nameKey, ascii(context), name.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac, 0, NAME_BYTES);
    }

    /// For what has to be readable before there are keys: proves that a recipient wrote it.
    public byte[] authenticate(ObjectKey key, byte[] content) {
        return Macs.of(descriptionKey, ascii(key.value()), content);
    }

    public boolean isAuthentic(ObjectKey key, byte[] content, byte[] mac) {
        return MessageDigest.isEqual(mac, authenticate(key, content));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
