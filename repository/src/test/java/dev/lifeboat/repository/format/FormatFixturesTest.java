package dev.lifeboat.repository.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.KEM;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Repositories of format 1 that were written once and stay readable: by the main code, and by a reader that
/// knows FORMAT.md alone. `-Dfixtures=write` writes them anew, which only a version that was not released may.
class FormatFixturesTest {

    private static final Path FIXTURES = Path.of("src/test/resources/format/1");
    private static final String NEWEST_KEYS = "keys/0000000000000002";

    @BeforeAll
    static void writeIfAsked() throws IOException {
        if ("write".equals(System.getProperty("fixtures"))) {
            FixtureWriter.write(FIXTURES);
        }
    }

    @Test
    void theUnencryptedOneReadsAsTheFormatSays() throws IOException, GeneralSecurityException {
        assertReads(FIXTURES.resolve("unencrypted"), new PlainMinimalCrypto());
    }

    @Test
    void theEncryptedOneReadsAsTheFormatSaysByKey() throws IOException, GeneralSecurityException {
        assertReads(FIXTURES.resolve("encrypted"), open("key", _ -> bytes(IntStream.range(0, 32))));
    }

    @Test
    void theEncryptedOneReadsAsTheFormatSaysByPassphrase() throws IOException, GeneralSecurityException {
        assertReads(FIXTURES.resolve("encrypted"), open("passphrase", entry -> {
            var spec = new PBEKeySpec(
                    "näht the sails".toCharArray(),
                    MinimalReader.base64(entry.path("salt")),
                    entry.path("iterations").asInt(),
                    256);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        }));
    }

    @Test
    void theEncryptedOneReadsAsTheFormatSaysByIdentity() throws IOException, GeneralSecurityException {
        var identity = KeyFactory.getInstance("X25519")
                .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, bytes(IntStream.range(32, 64))));
        assertReads(
                FIXTURES.resolve("encrypted"),
                open(
                        "x25519",
                        entry -> KEM.getInstance("DHKEM")
                                .newDecapsulator(identity)
                                .decapsulate(MinimalReader.base64(entry.path("encapsulation")))
                                .getEncoded()));
    }

    static List<Unlock> unlocks() {
        return List.of(
                Unlock.none(),
                Unlock.by(FixtureWriter.KEY),
                Unlock.by(FixtureWriter.PASSPHRASE),
                Unlock.by(FixtureWriter.IDENTITY));
    }

    @ParameterizedTest
    @MethodSource("unlocks")
    void theMainCodeReadsThemByteForByte(Unlock unlock) throws IOException {
        var store = load(FIXTURES.resolve(unlock.secret().isEmpty() ? "unencrypted" : "encrypted"));

        var repository = Repository.open(store, unlock);

        var points = repository.points(FixtureWriter.VM);
        assertThat(points).extracting(point -> point.id().value()).containsExactly("first", "second");
        for (int i = 0; i < 2; i++) {
            var read = ByteBuffer.allocate(FixtureDisk.BYTES);
            repository.reader(points.get(i).disks().getFirst()).read(0, read);
            assertThat(read.array()).isEqualTo(content(i));
        }
    }

    private static MinimalCrypto open(String type, EncryptedMinimalCrypto.Recipient recipient)
            throws IOException, GeneralSecurityException {
        var keys = Files.readAllBytes(FIXTURES.resolve("encrypted").resolve(NEWEST_KEYS));
        return new EncryptedMinimalCrypto(NEWEST_KEYS, keys, type, recipient);
    }

    private static void assertReads(Path root, MinimalCrypto crypto) throws IOException, GeneralSecurityException {
        var reader = new MinimalReader(root, crypto);
        var points = reader.list("points");
        var vm = FixtureWriter.VM.toString();
        var folder = "points/" + crypto.publicName("vm", vm);
        assertThat(points)
                .containsExactly(
                        folder + "/20260301T101530Z-" + crypto.publicName("point " + vm, "first"),
                        folder + "/20260302T101530Z-" + crypto.publicName("point " + vm, "second"));
        for (int i = 0; i < 2; i++) {
            var manifest = reader.manifest(points.get(i));
            assertManifest(manifest);
            assertThat(reader.disk(manifest.path("disks").path(0))).isEqualTo(content(i));
        }
        assertSegments(reader, crypto);
        assertForwarding(reader);
    }

    /// Or the fixtures would not show how one is followed.
    private static void assertForwarding(MinimalReader reader) throws IOException {
        int forwarding = 0;
        for (var pack : reader.list("packs")) {
            var content = ByteBuffer.wrap(reader.read(pack));
            forwarding += content.getShort(content.limit() - 64 + 18);
        }
        assertThat(forwarding).isEqualTo(1);
    }

    private static void assertManifest(JsonNode manifest) {
        assertThat(manifest.path("format").asText()).isEqualTo("lifeboat-point");
        assertThat(manifest.path("vm").path("name").asText()).isEqualTo("web «1»");
        assertThat(manifest.path("vmMetadata").path("memory").asLong()).isEqualTo(1L << 33);
        assertThat(manifest.path("disks").path(0).path("name").asText()).isEqualTo("system disk");
    }

    private static void assertSegments(MinimalReader reader, MinimalCrypto crypto)
            throws IOException, GeneralSecurityException {
        var segment = reader.list("dedup").getFirst();
        var content = reader.read(segment);
        var header = ByteBuffer.wrap(content, 0, 32);
        var seal = Arrays.copyOfRange(content, content.length - 32, content.length);
        var body = Arrays.copyOfRange(content, 32, content.length - 32);

        var plain = crypto.body(segment, header.getInt(12), seal, Arrays.copyOf(content, 32), body, new byte[0]);

        int packs = header.getInt(16);
        int entries = header.getInt(20);
        assertThat(header.getLong(0)).isEqualTo(0x4c4946455345474dL);
        assertThat(plain).hasSize(16 * packs + 36 * entries);
        var first = MinimalReader.hex(Arrays.copyOf(plain, 16));
        assertThat(reader.list("packs")).contains("packs/" + first.substring(0, 2) + "/" + first);
        assertThat(new BigInteger(1, Arrays.copyOfRange(plain, 16 * packs, 16 * packs + 32)))
                .isLessThan(new BigInteger(1, Arrays.copyOfRange(plain, 16 * packs + 36, 16 * packs + 68)));
    }

    private static byte[] content(int point) {
        return point == 0 ? FixtureDisk.first() : FixtureDisk.second();
    }

    private static byte[] bytes(IntStream values) {
        var result = new byte[32];
        var all = values.toArray();
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) all[i];
        }
        return result;
    }

    private static InMemoryObjectStore load(Path root) throws IOException {
        var store = new InMemoryObjectStore();
        try (var files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var key = root.relativize(file).toString().replace('\\', '/');
                store.put(new ObjectKey(key), ByteBuffer.wrap(Files.readAllBytes(file)));
            }
        }
        return store;
    }
}
