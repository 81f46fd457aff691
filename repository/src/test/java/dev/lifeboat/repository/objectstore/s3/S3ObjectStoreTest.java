package dev.lifeboat.repository.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.ObjectStoreContract;
import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.repository.objectstore.Upload;
import dev.lifeboat.repository.objectstore.s3.S3Credentials.Keys;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3ObjectStoreTest extends ObjectStoreContract {

    private static Optional<S3Server> server = Optional.empty();

    @BeforeAll
    static void startServer() throws IOException {
        server = S3Server.start();
        assumeTrue(server.isPresent(), "No S3 server");
    }

    @AfterAll
    static void stopServer() {
        server.ifPresent(S3Server::close);
    }

    @Override
    protected ObjectStore open() {
        return new S3ObjectStore(config());
    }

    @Override
    public int longListing() {
        return 1001;
    }

    /// A pack goes evenly, and each byte of it once; what is read is not asked for.
    @Test
    void aBodyIsSentInSlicesAtThePaceThatIsAllowed() {
        var slices = new ArrayList<Long>();
        var content = new byte[10 * Pace.SLICE_BYTES];
        new Random(3).nextBytes(content);
        var key = new ObjectKey("paced");
        try (var store = new S3ObjectStore(config(), slices::add)) {
            store.put(key, ByteBuffer.wrap(content));
            var sent = List.copyOf(slices);
            assertThat(store.get(key)).contains(content);

            assertThat(slices).isEqualTo(sent).allMatch(slice -> slice <= Pace.SLICE_BYTES);
            assertThat(sent.stream().mapToLong(slice -> slice).sum()).isEqualTo(content.length);
            store.delete(key);
        }
    }

    @Test
    void partsOfAnUploadAreSentAtThatPaceToo() {
        var slices = new ArrayList<Long>();
        var key = new ObjectKey("exports/paced.xva");
        try (var store = new S3ObjectStore(config(), slices::add);
                var upload = store.upload(key, Upload.LEAST_PART_BYTES)) {
            upload.part(0, ByteBuffer.allocate(Upload.LEAST_PART_BYTES));
            upload.part(1, ByteBuffer.allocate(1000));

            assertThat(slices.stream().filter(slice -> slice > Pace.SLICE_BYTES))
                    .isEmpty();
            assertThat(slices.stream().mapToLong(slice -> slice).sum()).isEqualTo(Upload.LEAST_PART_BYTES + 1000);
        }
    }

    @Test
    void aWrongKeyIsFinalAndSaysWhatTheServerSaid() {
        var wrong = new Keys("test", "not-the-secret", Optional.empty());

        assertThatThrownBy(() -> get(with(config().endpoint(), config().bucket(), wrong)))
                .isInstanceOfSatisfying(ObjectStoreException.class, e -> {
                    assertThat(e.retryable()).isFalse();
                    assertThat(e).hasMessageContaining("403").hasMessageNotContaining("not-the-secret");
                });
    }

    @Test
    void aBucketThatIsNotThereIsAnErrorAndNotAnEmptyOne() {
        var missing = with(config().endpoint(), "no-such-bucket", config().credentials());

        assertThatThrownBy(() -> get(missing))
                .isInstanceOfSatisfying(
                        ObjectStoreException.class,
                        e -> assertThat(e.retryable()).isFalse())
                .hasMessageContaining("NoSuchBucket");
    }

    @Test
    void aServerThatIsNotThereMayComeBack() {
        var nowhere = with(Optional.of(URI.create("http://127.0.0.1:1")), "bucket", config().credentials());

        assertThatThrownBy(() -> get(nowhere))
                .isInstanceOfSatisfying(
                        ObjectStoreException.class,
                        e -> assertThat(e.retryable()).isTrue());
    }

    @Test
    void aServerWhoseCertificateIsTrustedIsUsedOverTls() {
        var config = server.orElseThrow().secureConfig();
        assumeTrue(config.isPresent(), "The given S3 server is plain");
        try (var store = new S3ObjectStore(config.orElseThrow())) {
            store.put(new ObjectKey("a"), ByteBuffer.wrap(new byte[] {1, 2}));

            assertThat(store.get(new ObjectKey("a"))).hasValue(new byte[] {1, 2});
            assertThat(store.putIfAbsent(new ObjectKey("a"), ByteBuffer.wrap(new byte[] {3})))
                    .isFalse();
        }
    }

    @Test
    void aCertificateThatNobodyTrustsIsFinal() {
        var config = server.orElseThrow().secureConfig();
        assumeTrue(config.isPresent(), "The given S3 server is plain");
        var untrusting = with(config.orElseThrow().endpoint(), "lifeboat", config().credentials());

        assertThatThrownBy(() -> get(untrusting))
                .isInstanceOfSatisfying(
                        ObjectStoreException.class,
                        e -> assertThat(e.retryable()).isFalse());
    }

    private static void get(S3Config config) {
        try (var store = new S3ObjectStore(config)) {
            store.get(new ObjectKey("repository.json"));
        }
    }

    private static S3Config config() {
        return server.orElseThrow().config();
    }

    private static S3Config with(Optional<URI> endpoint, String bucket, S3Credentials credentials) {
        var config = config();
        return new S3Config(
                endpoint, config.region(), bucket, config.prefix(), config.addressing(), credentials, Optional.empty());
    }
}
