package dev.lifeboat.repository.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.crypto.WrappedKeyring.Type;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The vectors of FORMAT.md, computed by other libraries, and one of RFC 9180.
class KnownAnswersTest {

    private static final UUID REPOSITORY = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final ObjectKey PACK = new ObjectKey("packs/ab/abcdef00112233445566778899aabbcc");
    private static final String SALT = "cHFyc3R1dnd4eXp7fH1+f4CBgoOEhYaHiImKi4yNjo8=";

    private final Keyring keyring = Keyring.read(from(0, 96)).orElseThrow();
    private final KeyedSeals seals = new KeyedSeals(REPOSITORY, keyring, 1);

    @Test
    void derivedFromTheSecret() {
        assertThat(seals.fingerprint()).isEqualTo("491b5ae539ab1f8a8e5570e811be99bb");
        assertThat(hex(seals.chunkHasher().hash("abc".getBytes(UTF_8), 0, 3)))
                .isEqualTo("51c52e93dab4f29528843fae5e90d1b3c5cb84db8b330ee39faf4152240d871d");
        assertThat(seals.publicName("vm", "5f1c1bd2-0000-4000-8000-00000000000a"))
                .isEqualTo("0d89c038e7f1bde77df45897b991a0bd");
        assertThat(hex(seals.authenticate(new ObjectKey("repository.json"), "{}".getBytes(UTF_8))))
                .isEqualTo("7dafdce76289a1b475ec975414fd5b26c235d455fd95ed244004a2487139d642");
    }

    @Test
    void encryptedByTheSecondDataKey() {
        var seal = seals.forRead(PACK, 2, bytes("606162636465666768696a6b6c6d6e6f046052036916b9386eb947cd657f5494"));
        var chunk = ByteBuffer.allocate(20);
        var body = ByteBuffer.wrap(bytes("1b47063fde98a2b108"));

        seal.openChunk(
                4096,
                ByteBuffer.wrap(bytes("53c17b3a81aaa93b26159db50f1ea346993043aee56ba201f17385d7387defb044c751aa")),
                chunk);
        seal.open(ByteBuffer.wrap("head".getBytes(UTF_8)), body, ByteBuffer.wrap("tail".getBytes(UTF_8)));

        assertThat(new String(chunk.array(), UTF_8)).isEqualTo("some bytes of a disk");
        assertThat(new String(body.array(), UTF_8)).isEqualTo("the table");
    }

    @Test
    void wrappedForAKey() {
        var wrapped = new WrappedKeyring(
                "operator",
                Type.KEY,
                SALT,
                0,
                "",
                "",
                "GOymTDOsbwT+bWBf8nHXo2C+2RFenRqm6w4sFjRUsUbA6ZITVB9DLf2pIwRmpvvE1pH4GP3IPxsE7g1xQOc7KgwXX9daFIJt"
                        + "DxsMQD2DXvbafZhT+hGcvKwOvmKa8JDWuVuP0dub1rQ+ihVIQLdNCw==");
        var key = EncryptionKey.parse(Base64.getEncoder().encodeToString(from(0, 32)));

        assertThat(wrapped.unwrap(key, REPOSITORY).orElseThrow().bytes()).isEqualTo(keyring.bytes());
    }

    @Test
    void wrappedForAPassphrase() {
        var wrapped = new WrappedKeyring(
                "admin",
                Type.PASSPHRASE,
                SALT,
                1000,
                "",
                "",
                "c/HLRcuk6kEMfJQN6JIJOYVW8CWDn4TUpMpOhpBi5O5OL4Wqj8cfnUBAUB9OBenr0zkOxfPsyfWaSDiTgcpWYcWkc33VHfCo"
                        + "D26NnjJEjuiOgt6O3S0DVy/cdgNgpFamQpHP3r0cNEXQrdFBDKlNaQ==");

        assertThat(wrapped.unwrap(Passphrase.parse("näht the sails"), REPOSITORY)
                        .orElseThrow()
                        .bytes())
                .isEqualTo(keyring.bytes());
    }

    /// RFC 9180, appendix A.1.1.
    @Test
    void encapsulatedForAnIdentity() {
        var privateKey = bytes("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8");

        var shared = X25519.decapsulate(
                privateKey, bytes("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"));

        assertThat(hex(X25519.publicOf(privateKey)))
                .isEqualTo("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d");
        assertThat(hex(shared.orElseThrow()))
                .isEqualTo("fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc");
    }

    private static byte[] from(int first, int count) {
        var bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
