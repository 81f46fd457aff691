package dev.lifeboat.repository.manifest;

import dev.lifeboat.repository.crypto.Recipient.ByPassphrase;
import dev.lifeboat.repository.crypto.WrappedKeyring;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;

/// Who can open an encrypted repository. Each change is a new object of the next generation; the highest one
/// counts.
public record KeysDocument(
        String format,
        int formatVersion,
        List<String> requires,
        UUID repositoryId,
        long generation,
        Instant createdAt,
        List<Recipient> recipients) {

    public static final String PREFIX = "keys/";

    private static final Pattern KEY = Pattern.compile(PREFIX + "([0-9]{16})");

    public KeysDocument {
        requires = List.copyOf(requires);
        recipients = List.copyOf(recipients);
    }

    public static ObjectKey key(long generation) {
        return new ObjectKey(PREFIX + String.format(Locale.ROOT, "%016d", generation));
    }

    /// Empty for other objects.
    public static OptionalLong generation(ObjectKey key) {
        var match = KEY.matcher(key.value());
        return match.matches() ? OptionalLong.of(Long.parseLong(match.group(1))) : OptionalLong.empty();
    }

    /// A [WrappedKeyring].
    public record Recipient(
            String name,
            String type,
            String salt,
            int iterations,
            String publicKey,
            String encapsulation,
            String wrapped) {

        public static Recipient of(WrappedKeyring keyring) {
            return new Recipient(
                    keyring.name(),
                    keyring.type().label(),
                    keyring.salt(),
                    keyring.iterations(),
                    keyring.publicKey(),
                    keyring.encapsulation(),
                    keyring.wrapped());
        }

        public WrappedKeyring keyring(ObjectKey key) {
            var known = Arrays.stream(WrappedKeyring.Type.values())
                    .filter(one -> one.label().equals(type))
                    .findFirst()
                    .orElseThrow(() -> damaged(key, "a type of recipient", type));
            boolean stretched = known == WrappedKeyring.Type.PASSPHRASE;
            if (stretched ? iterations < 1 || iterations > ByPassphrase.MOST_ITERATIONS : iterations != 0) {
                throw damaged(key, "a sane number of iterations", Integer.toString(iterations));
            }
            try {
                return new WrappedKeyring(name, known, salt, iterations, publicKey, encapsulation, wrapped);
            } catch (IllegalArgumentException e) {
                throw damaged(key, "sound bytes in base64", String.valueOf(e.getMessage()));
            }
        }

        private static DamagedException damaged(ObjectKey key, String expected, String found) {
            return new DamagedException(key.value(), "recipients with " + expected, found);
        }
    }
}
