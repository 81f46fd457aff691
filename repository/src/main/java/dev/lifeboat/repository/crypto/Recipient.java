package dev.lifeboat.repository.crypto;

import java.util.regex.Pattern;

/// Whoever a repository's keys are wrapped for.
public sealed interface Recipient {

    /// For people, to tell recipients apart; not secret: it stands in the store in clear.
    String name();

    /// Somebody who holds a key file.
    record ByKey(String name, EncryptionKey key) implements Recipient {

        public ByKey {
            checkName(name);
        }
    }

    /// Somebody who knows a passphrase.
    ///
    /// @param iterations of PBKDF2 with HMAC-SHA-512: what one guess costs
    record ByPassphrase(String name, Passphrase passphrase, int iterations) implements Recipient {

        /// About half a second of one core: three times what OWASP's password storage sheet asks for in 2023.
        public static final int STANDARD_ITERATIONS = 600_000;

        /// What a reader of hostile bytes may be made to compute: some ten seconds.
        public static final int MOST_ITERATIONS = 10_000_000;

        public ByPassphrase {
            checkName(name);
            if (iterations < 1 || iterations > MOST_ITERATIONS) {
                throw new IllegalArgumentException("Iterations from 1 to " + MOST_ITERATIONS + ", not " + iterations);
            }
        }

        public ByPassphrase(String name, Passphrase passphrase) {
            this(name, passphrase, STANDARD_ITERATIONS);
        }
    }

    /// Somebody who keeps an identity offline.
    record ByIdentity(String name, PublicIdentity identity) implements Recipient {

        public ByIdentity {
            checkName(name);
        }
    }

    private static void checkName(String name) {
        if (!Names.VALID.matcher(name).matches()) {
            throw new IllegalArgumentException("A recipient's name has up to 64 letters, digits, dots, underscores and"
                    + " hyphens, not: " + name);
        }
    }

    /// What a name looks like.
    final class Names {

        static final Pattern VALID = Pattern.compile("[0-9A-Za-z._-]{1,64}");

        private Names() {}
    }
}
