package dev.lifeboat.repository.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Key files and what they hold, and that no two writings of an object share a key.
class SecretsTest {

    @Test
    void whatIsWrittenToAFileIsRead() {
        var key = EncryptionKey.generate();
        var identity = Identity.generate();

        assertThat(EncryptionKey.parse(key.text() + "\n")).isEqualTo(key).isNotEqualTo(EncryptionKey.generate());
        assertThat(Identity.parse("# kept in the safe\n\n" + identity.text() + "\n"))
                .isEqualTo(identity);
        assertThat(PublicIdentity.parse(identity.publicPart().text())).isEqualTo(identity.publicPart());
        assertThat(Passphrase.parse("two words \r\n")).isEqualTo(Passphrase.parse("two words "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "not base64 at all!", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gIQ=="})
    void whatIsNoKeyIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> EncryptionKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("44 characters")
                .satisfies(e -> assertThat(text.isEmpty() || !e.getMessage().contains(text))
                        .isTrue());
        assertThatThrownBy(() -> Identity.parse(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PublicIdentity.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void kindsOfFilesAreNotMixedUp() {
        var identity = Identity.generate();

        assertThatThrownBy(() -> Identity.parse(identity.publicPart().text()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PublicIdentity.parse(identity.text())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EncryptionKey.parse(identity.text())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Passphrase.parse("short\n")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPublicKeyThatCannotBeOneIsRefused() {
        var zeros = PublicIdentity.parse("x25519-public:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");

        assertThatThrownBy(() -> WrappedKeyring.wrap(
                        Keyring.generate(new SecureRandom()),
                        new Recipient.ByIdentity("a", zeros),
                        UUID.randomUUID(),
                        new SecureRandom()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("X25519");
    }

    @Test
    void theSameBytesAtTheSamePlaceLookDifferentEachTimeTheyAreWritten() {
        var seals = new KeyedSeals(UUID.randomUUID(), Keyring.generate(new SecureRandom()), 1);
        var seen = new HashSet<ByteBuffer>();
        for (int i = 0; i < 100; i++) {
            var target = ByteBuffer.allocate(64 + 16);
            seals.forNew(new ObjectKey("packs/00/00")).sealChunk(0, ByteBuffer.wrap(new byte[64]), target);

            assertThat(seen.add(target)).isTrue();
        }
    }
}
