package dev.lifeboat.repository.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.errors.ExportRefusedException;
import dev.lifeboat.repository.errors.ExportRefusedException.Reason;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.objectstore.FailingObjectStore;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Failure;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Then;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.MeteringObjectStore;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.Upload;
import dev.lifeboat.repository.point.PointId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportWriterTest {

    private static final ExportKey KEY = new ExportKey("customers/web.xva");
    private static final int USUAL_PART = 16 << 20;
    private static final byte[] CONTENT = random(2 * USUAL_PART + 12_345);

    private final InMemoryObjectStore memory = new InMemoryObjectStore();

    @Test
    void aStreamBecomesAnObjectWhenItIsFinished() throws Exception {
        Exported exported;
        try (var writer = ExportWriter.open(memory, KEY, CONTENT.length)) {
            writeInPieces(writer, CONTENT);
            assertThat(memory.list("", Optional.empty(), 10)).isEmpty();
            exported = writer.finish();
        }

        assertThat(memory.get(KEY.object())).hasValue(CONTENT);
        assertThat(exported).isEqualTo(new Exported(KEY.object(), CONTENT.length, sha256(CONTENT)));
    }

    @Test
    void partsThatTheHeapHasNoRoomForAreTemporaryFiles() throws Exception {
        try (var writer = ExportWriter.open(memory, KEY, CONTENT.length, new PartMemory(0))) {
            writeInPieces(writer, CONTENT);
            writer.finish();
        }

        assertThat(memory.get(KEY.object())).hasValue(CONTENT);
    }

    @Test
    void anEmptyStreamIsAnEmptyObject() {
        try (var writer = ExportWriter.open(memory, KEY, 0)) {
            writer.finish();
        }

        assertThat(memory.size(KEY.object())).hasValue(0);
    }

    @Test
    void whatIsNotFinishedLeavesNothing() throws Exception {
        try (var writer = ExportWriter.open(memory, KEY, CONTENT.length)) {
            writer.stream().write(CONTENT);
        }

        assertThat(memory.list("", Optional.empty(), 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aStoreThatFailsAtAnyCallLeavesNothingBehind(int call) {
        var failing = new FailingObjectStore(memory, call, Failure.BEFORE, Then.GO_ON);

        assertThatThrownBy(() -> export(failing, CONTENT)).isInstanceOf(ObjectStoreException.class);

        assertThat(memory.list("", Optional.empty(), 10)).isEmpty();
    }

    @Test
    void aFailureIsNoticedWhileTheStreamIsWrittenAndNotAtItsEndAlone() {
        var failing = new FailingObjectStore(memory, 2, Failure.BEFORE, Then.GO_ON);

        try (var writer = ExportWriter.open(failing, KEY, 10L * USUAL_PART)) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10; i++) {
                            writer.stream().write(new byte[USUAL_PART]);
                        }
                    })
                    .isInstanceOf(ObjectStoreException.class);
        }
    }

    @Test
    void anObjectOfTheSameBytesIsWhatAnEarlierWriterLeft() throws Exception {
        export(memory, CONTENT);
        var metered = new MeteringObjectStore(memory);

        var again = export(metered, CONTENT);

        assertThat(again).isEqualTo(new Exported(KEY.object(), CONTENT.length, sha256(CONTENT)));
        assertThat(metered.figures().bytesWritten()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"changed, 0", "longer, 1", "shorter, -1"})
    void anyOtherObjectOfThatNameStaysAndIsRefused(String what, int longer) throws Exception {
        var there = new byte[CONTENT.length + longer];
        System.arraycopy(CONTENT, 0, there, 0, Math.min(CONTENT.length, there.length));
        if (longer == 0) {
            there[USUAL_PART + 1]++;
        }
        memory.put(KEY.object(), ByteBuffer.wrap(there));

        assertThatThrownBy(() -> export(memory, CONTENT))
                .as(what)
                .isInstanceOfSatisfying(
                        ExportRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.EXISTS))
                .hasMessageContaining("exports/customers/web.xva")
                .hasMessageContaining("Choose another name");

        assertThat(memory.get(KEY.object())).hasValue(there);
    }

    @Test
    void anObjectThatSomebodyElseMakesInTheMeantimeStays() {
        assertThatThrownBy(() -> {
                    try (var writer = ExportWriter.open(memory, KEY, CONTENT.length)) {
                        writer.stream().write(CONTENT);
                        memory.put(KEY.object(), ByteBuffer.wrap(new byte[] {1}));
                        writer.finish();
                    }
                })
                .isInstanceOf(ExportRefusedException.class);

        assertThat(memory.get(KEY.object())).hasValue(new byte[] {1});
    }

    @Test
    void partsAreAsLargeAsTenThousandOfThemHaveToBe() {
        assertThat(PartSize.of(KEY, 1)).isEqualTo(USUAL_PART);
        assertThat(PartSize.of(KEY, 160L << 30)).isEqualTo(17 << 20);
        assertThat((long) PartSize.of(KEY, PartSize.LARGEST_OBJECT_BYTES) * Upload.MOST_PARTS)
                .isBetween(PartSize.LARGEST_OBJECT_BYTES, PartSize.LARGEST_OBJECT_BYTES + (11L << 30));
        assertThatThrownBy(() -> PartSize.of(KEY, PartSize.LARGEST_OBJECT_BYTES + 1))
                .isInstanceOfSatisfying(
                        ExportRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
    }

    /// The part that hangs holds the store's only thread; the caller is interrupted, as by SIGTERM.
    @Test
    void anInterruptEndsItAndAPartThatHangs() throws Exception {
        var hanging = new HangingStore(memory);
        var worker = Thread.ofVirtual().unstarted(() -> {
            try (var writer = ExportWriter.open(hanging, KEY, CONTENT.length)) {
                writer.stream().write(CONTENT);
                writer.finish();
            } catch (IOException | IllegalStateException e) {
                hanging.ended = Optional.of(e);
            }
        });
        worker.start();
        hanging.await();

        worker.interrupt();
        worker.join();

        assertThat(hanging.ended).hasValueSatisfying(e -> assertThat(e).hasMessageContaining("interrupted"));
        assertThat(memory.list("", Optional.empty(), 10)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "web, web-p1.xva",
        "Büro Server #1, B-ro-Server-1-p1.xva",
        "../../etc/passwd, etc-passwd-p1.xva",
        ".hidden, hidden-p1.xva",
        "漢字, vm-p1.xva"
    })
    void aNameSaysOfWhichMachineItIs(String vm, String name) {
        assertThat(ExportKey.of(vm, new PointId("p1")).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/web.xva", "../packs/web.xva", "a/../web.xva", "web.raw", "a//web.xva", "ü.xva", ".xva"})
    void aKeyThatLeadsElsewhereIsRefused(String name) {
        assertThatThrownBy(() -> new ExportKey(name)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Exported export(ObjectStore store, byte[] content) throws IOException {
        try (var writer = ExportWriter.open(store, KEY, content.length)) {
            writeInPieces(writer, content);
            return writer.finish();
        }
    }

    /// Of sizes that fit nothing.
    private static void writeInPieces(ExportWriter writer, byte[] content) throws IOException {
        int piece = 1_000_003;
        for (int offset = 0; offset < content.length; offset += piece) {
            writer.stream().write(content, offset, Math.min(piece, content.length - offset));
        }
    }

    private static byte[] random(int length) {
        var content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    private static String sha256(byte[] content) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
