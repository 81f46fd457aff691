package dev.lifeboat.agent.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransmissionTest {
    private final Answers answers = new Answers();
    private final Transmission transmission = new Transmission(
            new OpenedExport(1 << 20, 1, 512, 4096, 64 << 10, Map.of(7, NbdExtent.ALLOCATION)), answers);
    private final ByteBuf out = Unpooled.buffer();

    @Test
    void aReadIsTwentyEightBytesOnTheWire() {
        transmission.send(read(512, 1024), out);

        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo("25609513" + "0000" + "0000" + "0000000000000001" + "0000000000000200" + "00000400");
    }

    @Test
    void repliesInAnyOrderAndInAnyPiecesFillTheRightBuffers() {
        var first = read(0, 512);
        var second = read(512, 1024);
        transmission.send(first, out);
        transmission.send(second, out);
        var stream =
                reply(0, 2).writeBytes(filled(1024, 2)).writeBytes(reply(0, 1)).writeBytes(filled(512, 1));

        while (stream.isReadable()) {
            transmission.receive(stream.readSlice(Math.min(7, stream.readableBytes())));
        }

        assertThat(answers.events).containsExactly("answered 512", "answered 0");
        assertThat(content(first)).isEqualTo(filled(512, 1));
        assertThat(content(second)).isEqualTo(filled(1024, 2));
        assertThat(transmission.isIdle()).isTrue();
    }

    @Test
    void anErrorConcernsItsReadAlone() {
        transmission.send(read(0, 512), out);
        transmission.send(read(512, 512), out);

        transmission.receive(reply(5, 1).writeBytes(reply(0, 2)).writeBytes(filled(512, 3)));

        assertThat(answers.events).containsExactly("refused 0 EIO", "answered 512");
    }

    @Test
    void anUnknownCookieEndsIt() {
        transmission.send(read(0, 512), out);

        assertThatThrownBy(() -> transmission.receive(reply(0, 9)))
                .isInstanceOf(NbdProtocolException.class)
                .hasMessageContaining("0000000000000009");
    }

    @Test
    void anAnswerIsTakenOnce() {
        transmission.send(read(0, 512), out);
        transmission.receive(reply(0, 1).writeBytes(filled(512, 1)));

        assertThatThrownBy(() -> transmission.receive(reply(0, 1))).isInstanceOf(NbdProtocolException.class);
    }

    @Test
    void aReplyOfAnotherKindEndsIt() {
        transmission.send(read(0, 512), out);

        assertThatThrownBy(() -> transmission.receive(
                        Unpooled.buffer().writeInt(0x21E41C71).writeZero(12)))
                .isInstanceOf(NbdProtocolException.class)
                .hasMessageContaining("21e41c71");
    }

    @Test
    void whatIsNotFullyAnsweredIsOwed() {
        transmission.send(read(0, 512), out);
        transmission.send(read(512, 512), out);
        transmission.send(read(1024, 512), out);
        transmission.receive(reply(0, 1).writeBytes(filled(512, 1)));
        transmission.receive(reply(0, 2).writeBytes(filled(100, 1)));

        var owed = transmission.abandon();

        assertThat(owed).extracting(Request::offset).containsExactly(512L, 1024L);
        assertThat(owed.getFirst().again().lengthBytes()).isEqualTo(512);
        assertThat(transmission.isIdle()).isTrue();
    }

    @Test
    void readsThatAServerWouldChokeOnAreNeverSent() {
        for (var bad : List.of(read(1, 512), read(0, 511), read(0, 128 << 10), read(1 << 20, 512), read(-512, 512))) {
            assertThatThrownBy(() -> transmission.send(bad, out)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(out.isReadable()).isFalse();
    }

    @Test
    void randomBytesNeverDoWorseThanAnNbdException() {
        var random = new Random(2);
        for (int i = 0; i < 4000; i++) {
            var target = new Transmission(
                    OpenedExport.plain(1 << 20, 1).with(Map.of(7, NbdExtent.ALLOCATION)), new Answers());
            target.send(read(0, 512), out.clear());
            target.send(new StatusRequest(0, 1 << 20, 0, new Answers()), out);
            var noise = new byte[random.nextInt(600)];
            random.nextBytes(noise);
            try {
                target.receive(beginning(random, i % 4).writeBytes(noise));
            } catch (NbdProtocolException expected) {
                assertThat(expected).hasMessageStartingWith("it");
            }
        }
    }

    /// Enough of a reply that the noise behind it is taken for its body.
    private static ByteBuf beginning(Random random, int kind) {
        int[] types = {0, 1, 2, 5, 0x8001, 0x8002};
        return switch (kind) {
            case 0 -> Unpooled.buffer();
            case 1 -> reply(0, 1);
            default ->
                Unpooled.buffer()
                        .writeInt(0x668E33EF)
                        .writeShort(random.nextInt(2))
                        .writeShort(types[random.nextInt(types.length)])
                        .writeLong(1 + random.nextInt(2))
                        .writeInt(random.nextInt(64));
        };
    }

    private static ReadRequest read(long offset, int length) {
        return new ReadRequest(offset, ByteBuffer.allocate(length), 0, new Answers());
    }

    private static ByteBuf reply(int error, long cookie) {
        return Unpooled.buffer().writeInt(0x67446698).writeInt(error).writeLong(cookie);
    }

    private static byte[] filled(int length, int value) {
        var bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] content(ReadRequest request) {
        var bytes = new byte[request.lengthBytes()];
        request.target().duplicate().get(bytes);
        return bytes;
    }
}
