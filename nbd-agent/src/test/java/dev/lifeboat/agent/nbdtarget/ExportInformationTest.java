package dev.lifeboat.agent.nbdtarget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportInformationTest {
    private static final int READ_ONLY_AND_FLAGS = 0b11;

    private final ExportInformation information = new ExportInformation();

    @Test
    void sizeFlagsAndLimitComeInAnyOrderAmongOtherThings() throws IOException {
        information.add(blockSize(1 << 20));
        information.add(ByteBuffer.wrap(new byte[] {0, 1, 'n', 'a', 'm', 'e'}));
        information.add(export(5L << 30, READ_ONLY_AND_FLAGS));

        var export = information.export();

        assertThat(export.sizeBytes()).isEqualTo(5L << 30);
        assertThat(export.readOnly()).isTrue();
        assertThat(export.mostWriteBytes()).isEqualTo(1 << 20);
    }

    @Test
    void aServerWithoutALimitTakes32Mebibytes() throws IOException {
        information.add(export(1024, 1));

        assertThat(information.export().mostWriteBytes()).isEqualTo(32 << 20);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void aRequestHoldsASectorAtLeast(int limit) throws IOException {
        information.add(blockSize(limit));
        information.add(export(1024, 1));

        assertThat(information.export().mostWriteBytes()).isEqualTo(512);
    }

    @Test
    void aSizeBeyondWhatADiskCanHaveIsRefused() {
        information.describe(-1, 1);

        assertThatExceptionOfType(IOException.class).isThrownBy(information::export);
    }

    @Test
    void anExportWithoutASizeIsRefused() throws IOException {
        information.add(blockSize(1 << 20));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(information::export)
                .withMessageContaining("how large the export is");
    }

    @Test
    void whatIsCutShortIsRefusedWithBothLengths() {
        for (var whole : new ByteBuffer[] {export(1024, 1), blockSize(512)}) {
            for (int length = 0; length < whole.capacity(); length++) {
                var cut = ByteBuffer.allocate(length).put(whole.array(), 0, length);
                assertThatExceptionOfType(IOException.class)
                        .as("%d of %d bytes", length, whole.capacity())
                        .isThrownBy(() -> information.add(cut))
                        .withMessageContaining("in " + length + " bytes, not in");
            }
        }
    }

    private static ByteBuffer export(long sizeBytes, int flags) {
        return ByteBuffer.allocate(12)
                .putShort((short) ProtocolNumbers.INFO_EXPORT)
                .putLong(sizeBytes)
                .putShort((short) flags);
    }

    private static ByteBuffer blockSize(int most) {
        return ByteBuffer.allocate(14)
                .putShort((short) ProtocolNumbers.INFO_BLOCK_SIZE)
                .putInt(1)
                .putInt(4096)
                .putInt(most);
    }
}
