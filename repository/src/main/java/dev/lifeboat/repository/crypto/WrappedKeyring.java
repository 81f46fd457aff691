package dev.lifeboat.repository.crypto;

import dev.lifeboat.repository.crypto.GcmCiphers.Nonce;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// A keyring encrypted for one recipient, bytes in base64. FORMAT.md, "`keys/<generation>`".
///
/// @param salt new for each wrapping, so that each has a key of its own
/// @param iterations of a passphrase; 0 for others
/// @param publicKey of an identity; empty for others
/// @param encapsulation of an identity; empty for others
public record WrappedKeyring(
        String name, Type type, String salt, int iterations, String publicKey, String encapsulation, String wrapped) {

    public WrappedKeyring {
        int identityBytes = type == Type.X25519 ? X25519.BYTES : 0;
        if (bytes(salt).length != SALT_BYTES
                || bytes(publicKey).length != identityBytes
                || bytes(encapsulation).length != identityBytes
                || bytes(wrapped).length < GcmCiphers.TAG_BYTES) {
            throw new IllegalArgumentException("lengths that no writer makes");
        }
    }

    /// What its recipient needs to open it.
    public enum Type {
        KEY("key"),
        PASSPHRASE("passphrase"),
        X25519("x25519");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        /// As the format has it.
        public String label() {
            return label;
        }
    }

    private static final int SALT_BYTES = 32;
    private static final String NONE = "";
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    static WrappedKeyring wrap(Keyring keyring, Recipient recipient, UUID repository, SecureRandom random) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return switch (recipient) {
            case Recipient.ByKey(var name, var key) -> {
                var wrapped = encrypt(wrappingKey(Type.KEY, key.bytes(), salt, repository), keyring);
                yield new WrappedKeyring(name, Type.KEY, text(salt), 0, NONE, NONE, text(wrapped));
            }
            case Recipient.ByPassphrase(var name, var passphrase, var iterations) -> {
                var stretched = stretch(passphrase, salt, iterations);
                var wrapped = encrypt(wrappingKey(Type.PASSPHRASE, stretched, salt, repository), keyring);
                yield new WrappedKeyring(name, Type.PASSPHRASE, text(salt), iterations, NONE, NONE, text(wrapped));
            }
            case Recipient.ByIdentity(var name, var identity) -> {
                var shared = X25519.encapsulate(identity.bytes(), random);
                var wrapped = encrypt(wrappingKey(Type.X25519, shared.secret(), salt, repository), keyring);
                yield new WrappedKeyring(
                        name,
                        Type.X25519,
                        text(salt),
                        0,
                        text(identity.bytes()),
                        text(shared.encapsulation()),
                        text(wrapped));
            }
        };
    }

    /// Empty when the secret is not this recipient's.
    Optional<Keyring> unwrap(UnlockSecret secret, UUID repository) {
        return secretOf(secret).flatMap(found -> decrypt(wrappingKey(type, found, bytes(salt), repository)));
    }

    private Optional<byte[]> secretOf(UnlockSecret secret) {
        return switch (secret) {
            case EncryptionKey key when type == Type.KEY -> Optional.of(key.bytes());
            case Passphrase passphrase
            when type == Type.PASSPHRASE -> Optional.of(stretch(passphrase, bytes(salt), iterations));
            case Identity identity
            when type == Type.X25519 -> X25519.decapsulate(identity.bytes(), bytes(encapsulation));
            case EncryptionKey _, Passphrase _, Identity _ -> Optional.empty();
        };
    }

    /// The same recipient as when it was wrapped, where no secret is needed for that.
    Optional<Recipient> publicRecipient() {
        return type == Type.X25519
                ? Optional.of(new Recipient.ByIdentity(name, new PublicIdentity(bytes(publicKey))))
                : Optional.empty();
    }

    private static SecretKey wrappingKey(Type type, byte[] secret, byte[] salt, UUID repository) {
        return Hkdf.expandAes(
                Hkdf.extract(secret, salt),
                "lifeboat recipient",
                type.label().getBytes(StandardCharsets.US_ASCII),
                KeyedSeals.bytes(repository));
    }

    private static byte[] stretch(Passphrase passphrase, byte[] salt, int iterations) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(new PBEKeySpec(passphrase.chars(), salt, iterations, 8 * Hkdf.BYTES))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM lacks PBKDF2 with HMAC-SHA-512", e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static byte[] encrypt(SecretKey key, Keyring keyring) {
        var plain = keyring.bytes();
        var target = ByteBuffer.allocate(plain.length + GcmCiphers.TAG_BYTES);
        new GcmCiphers().encrypt(key, Nonce.ONLY, NOTHING, ByteBuffer.wrap(plain), target);
        return target.array();
    }

    private Optional<Keyring> decrypt(SecretKey key) {
        var stored = bytes(wrapped);
        var target = ByteBuffer.allocate(stored.length - GcmCiphers.TAG_BYTES);
        return new GcmCiphers().decrypt(key, Nonce.ONLY, NOTHING, ByteBuffer.wrap(stored), target)
                ? Keyring.read(target.array())
                : Optional.empty();
    }
}
