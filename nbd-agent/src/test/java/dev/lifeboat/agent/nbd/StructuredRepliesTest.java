package dev.lifeboat.agent.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StructuredRepliesTest {
    private static final int NONE = 0;
    private static final int DATA = 1;
    private static final int HOLE = 2;
    private static final int STATUS = 5;
    private static final int ERROR = 0x8001;
    private static final int ERROR_AT = 0x8002;

    private final Answers answers = new Answers();
    private final Map<String, List<NbdExtent>> described = new HashMap<>();
    private final Transmission transmission = new Transmission(
            OpenedExport.plain(1 << 20, 1).with(Map.of(7, NbdExtent.ALLOCATION, 8, "qemu:dirty-bitmap:b")), answers);
    private final ByteBuf out = Unpooled.buffer();
    private final ByteBuffer target = ByteBuffer.allocate(4096);

    @Test
    void chunksInAnyOrderAndPiecesFillTheirPlaces() {
        target.put(new byte[4096]).clear();
        for (int i = 0; i < 4096; i++) {
            target.put(i, (byte) 9);
        }
        transmission.send(read(8192), out);
        var stream = data(false, 1, 8192 + 3072, 1024, 3)
                .writeBytes(hole(false, 1, 8192, 1024))
                .writeBytes(data(false, 1, 8192 + 1024, 2048, 2))
                .writeBytes(chunk(true, NONE, 1, ""));

        while (stream.isReadable()) {
            transmission.receive(stream.readSlice(Math.min(11, stream.readableBytes())));
        }

        assertThat(answers.events).containsExactly("answered 8192");
        assertThat(target.get(0)).isZero();
        assertThat(target.get(1023)).isZero();
        assertThat(target.get(1024)).isEqualTo((byte) 2);
        assertThat(target.get(3071)).isEqualTo((byte) 2);
        assertThat(target.get(3072)).isEqualTo((byte) 3);
        assertThat(target.get(4095)).isEqualTo((byte) 3);
    }

    @Test
    void anErrorFailsTheRequestWhenItsAnswerEnds() {
        transmission.send(read(0), out);

        transmission.receive(chunk(false, ERROR_AT, 1, "00000005 0004 6f6f7073 0000000000000200"));
        assertThat(answers.events).isEmpty();
        transmission.receive(chunk(true, NONE, 1, ""));

        assertThat(answers.events).containsExactly("refused 0 EIO («oops»)");
        assertThat(transmission.isIdle()).isTrue();
    }

    @Test
    void anErrorMayLieAboutItsLength() {
        transmission.send(read(0), out);

        transmission.receive(chunk(true, ERROR, 1, "00000016 ffff 6e6f"));

        assertThat(answers.events).containsExactly("refused 0 EINVAL («no»)");
    }

    @Test
    void dataOutsideOfWhatWasAskedEndsTheConnection() {
        for (var bad : List.of(
                data(false, 1, 8191, 512, 1),
                data(false, 1, 8192, 4097, 1),
                data(false, 1, -1, 512, 1),
                hole(false, 1, 0, 9))) {
            var target = new Transmission(OpenedExport.plain(1 << 20, 1), new Answers());
            target.send(read(8192), out);
            assertThatThrownBy(() -> target.receive(bad)).isInstanceOf(NbdProtocolException.class);
        }
    }

    @Test
    void anAnswerThatEndsTooSoonOrComesTwiceEndsTheConnection() {
        transmission.send(read(0), out);
        assertThatThrownBy(() -> transmission.receive(data(true, 1, 0, 4095, 1)))
                .isInstanceOf(NbdProtocolException.class)
                .hasMessageContaining("4095");

        transmission.abandon();
        transmission.send(read(0), out);
        transmission.receive(data(false, 2, 0, 4096, 1));
        assertThatThrownBy(() -> transmission.receive(data(false, 2, 0, 512, 1)))
                .isInstanceOf(NbdProtocolException.class);
    }

    @Test
    void extentsOfEachContextAreToldAndCutAtTheEndOfTheRange() {
        transmission.send(status(512, 2048), out);

        transmission.receive(chunk(false, STATUS, 1, "00000007 00000200 00000000 00000400 00000003 00010000 00000001")
                .writeBytes(chunk(true, STATUS, 1, "00000008 00000800 00000001")));

        assertThat(described)
                .containsEntry(
                        NbdExtent.ALLOCATION,
                        List.of(new NbdExtent(512, 512, 0), new NbdExtent(1024, 1024, 3), new NbdExtent(2048, 512, 1)))
                .containsEntry("qemu:dirty-bitmap:b", List.of(new NbdExtent(512, 2048, 1)));
    }

    @Test
    void extentsThatMakeNoSenseEndTheConnection() {
        for (var body :
                List.of("00000009 00000200 00000000", "00000007 00000000 00000000", "00000007 00000200 00000000 00")) {
            var target = new Transmission(
                    OpenedExport.plain(1 << 20, 1).with(Map.of(7, NbdExtent.ALLOCATION)), new Answers());
            target.send(status(0, 512), out);
            assertThatThrownBy(() -> target.receive(chunk(true, STATUS, 1, body)))
                    .isInstanceOf(NbdProtocolException.class);
        }
        transmission.send(status(0, 512), out);
        assertThatThrownBy(() -> transmission.receive(chunk(true, NONE, 1, "")))
                .isInstanceOf(NbdProtocolException.class);
    }

    @Test
    void aBodyOfUnreasonableLengthIsNotWaitedFor() {
        transmission.send(read(0), out);

        assertThatThrownBy(() -> transmission.receive(head(false, STATUS, 1, 0x7fff_ffff)))
                .isInstanceOf(NbdProtocolException.class)
                .hasMessageContaining("2147483647");
    }

    private ReadRequest read(long offset) {
        return new ReadRequest(offset, target, 0, answers);
    }

    private StatusRequest status(long offset, int length) {
        return new StatusRequest(offset, length, 0, new StatusRequest.Outcome() {
            @Override
            public void described(Map<String, List<NbdExtent>> extents) {
                described.putAll(extents);
            }

            @Override
            public void failed(NbdException reason) {}
        });
    }

    private static ByteBuf data(boolean last, long cookie, long offset, int length, int value) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return head(last, DATA, cookie, Long.BYTES + length).writeLong(offset).writeBytes(bytes);
    }

    private static ByteBuf hole(boolean last, long cookie, long offset, int length) {
        return head(last, HOLE, cookie, 12).writeLong(offset).writeInt(length);
    }

    private static ByteBuf chunk(boolean last, int type, long cookie, String body) {
        var bytes = HexFormat.of().parseHex(body.replace(" ", ""));
        return head(last, type, cookie, bytes.length).writeBytes(bytes);
    }

    private static ByteBuf head(boolean last, int type, long cookie, int length) {
        return Unpooled.buffer()
                .writeInt(0x668E33EF)
                .writeShort(last ? 1 : 0)
                .writeShort(type)
                .writeLong(cookie)
                .writeInt(length);
    }
}
