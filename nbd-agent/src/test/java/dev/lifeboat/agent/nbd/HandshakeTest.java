package dev.lifeboat.agent.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.agent.api.Transfer.NbdTls;
import dev.lifeboat.agent.nbd.Handshake.Next;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static final String GREETING = "4e42444d41474943 49484156454f5054 0001";
    private static final String GREETING_NO_ZEROES = "4e42444d41474943 49484156454f5054 0003";
    private static final String NAME = "2f61"; // "/a"

    private final ByteBuf out = Unpooled.buffer();

    @Test
    void aServerThatKnowsGoSaysSizeAndLimits() {
        var handshake = new Handshake("/a", NbdTls.Disabled, List.of());

        assertThat(handshake.advance(bytes(GREETING_NO_ZEROES), out)).isInstanceOf(Next.Wait.class);
        assertThat(sent()).isEqualTo(hex("00000003 49484156454f5054 00000007 0000000a 00000002" + NAME + "0001 0003"));

        var next = handshake.advance(
                bytes(reply(7, 3, "0000 0000000000010000 0003")
                        + reply(7, 3, "0003 00000001 00001000 00200000")
                        + reply(7, 3, "0001 61")
                        + reply(7, 1, "")),
                out);

        assertThat(next).isEqualTo(new Next.Open(new OpenedExport(65_536, 3, 512, 4096, 2 << 20, Map.of())));
    }

    @Test
    void aPoolHostIsAskedByExportNameInsideTls() {
        var handshake = new Handshake("/a", NbdTls.Required, List.of());

        handshake.advance(bytes(GREETING), out);
        assertThat(sent()).isEqualTo(hex("00000001 49484156454f5054 00000005 00000000"));
        assertThat(handshake.advance(bytes(reply(5, 1, "")), out)).isInstanceOf(Next.StartTls.class);
        assertThat(sent()).isEmpty();
        handshake.encrypted(out);
        sent();
        handshake.advance(bytes(reply(7, 0x80000001, "")), out);
        assertThat(sent()).isEqualTo(hex("49484156454f5054 00000001 00000002" + NAME));

        var next = handshake.advance(bytes("0000000000100000 0003" + "00".repeat(124)), out);

        assertThat(next).isEqualTo(new Next.Open(OpenedExport.plain(1 << 20, 3)));
        assertThat(handshake.isEncrypted()).isTrue();
    }

    @Test
    void aServerThatKnowsMetaContextsIsAskedForThem() {
        var handshake = new Handshake("/a", NbdTls.Disabled, List.of("base:allocation", "x:y"));

        handshake.advance(bytes(GREETING_NO_ZEROES), out);
        assertThat(sent()).isEqualTo(hex("00000003 49484156454f5054 00000008 00000000"));
        handshake.advance(bytes(reply(8, 1, "")), out);
        assertThat(sent())
                .isEqualTo(hex("49484156454f5054 0000000a 00000024 00000002" + NAME + "00000002"
                        + "0000000f 626173653a616c6c6f636174696f6e" + "00000003 783a79"));
        handshake.advance(bytes(reply(10, 4, "0000002a 626173653a616c6c6f636174696f6e") + reply(10, 1, "")), out);
        assertThat(sent()).startsWith(hex("49484156454f5054 00000007"));

        var next = handshake.advance(bytes(reply(7, 3, "0000 0000000000010000 0003") + reply(7, 1, "")), out);

        assertThat(next).isEqualTo(new Next.Open(OpenedExport.plain(65_536, 3).with(Map.of(42, "base:allocation"))));
    }

    @Test
    void aServerWithoutStructuredRepliesOrMetaContextsIsReadWithoutThem() {
        for (var replies : List.of(reply(8, 0x80000001, ""), reply(8, 1, "") + reply(10, 0x80000001, ""))) {
            var handshake = new Handshake("/a", NbdTls.Disabled, List.of(NbdExtent.ALLOCATION));
            handshake.advance(bytes(GREETING_NO_ZEROES + replies), out);

            var next = handshake.advance(bytes(reply(7, 3, "0000 0000000000010000 0003") + reply(7, 1, "")), out);

            assertThat(next).isEqualTo(new Next.Open(OpenedExport.plain(65_536, 3)));
        }
    }

    @Test
    void theZeroesAfterExportNameAreAwaitedUnlessTheServerOffersToLeaveThemOut() {
        var withZeroes = opening(GREETING);
        assertThat(withZeroes.advance(bytes("0000000000100000 0003" + "00".repeat(123)), out))
                .isInstanceOf(Next.Wait.class);

        assertThat(opening(GREETING_NO_ZEROES).advance(bytes("0000000000100000 0003"), out))
                .isInstanceOf(Next.Open.class);
    }

    @Test
    void bytesMayArriveOneByOne() {
        var handshake = new Handshake("/a", NbdTls.Disabled, List.of());
        var all = bytes(GREETING_NO_ZEROES + reply(7, 0x80000001, "6e6f") + "0000000000100000 0003");
        var in = Unpooled.buffer();
        Next next = new Next.Wait();
        while (all.isReadable()) {
            assertThat(next).isInstanceOf(Next.Wait.class);
            in.writeByte(all.readByte());
            next = handshake.advance(in, out);
        }

        assertThat(next).isEqualTo(new Next.Open(OpenedExport.plain(1 << 20, 3)));
    }

    @Test
    void aServerWithoutTlsIsRefusedWhereItIsRequiredAndTakenWhereItIsPreferred() {
        var required = new Handshake("/a", NbdTls.Required, List.of());
        required.advance(bytes(GREETING), out);
        assertThatThrownBy(() -> required.advance(bytes(reply(5, 0x80000002, "")), out))
                .isInstanceOf(NbdUnavailableException.class)
                .hasMessageContaining("refuses TLS");

        var preferred = new Handshake("/a", NbdTls.Preferred, List.of());
        preferred.advance(bytes(GREETING), out);
        sent();
        preferred.advance(bytes(reply(5, 0x80000002, "")), out);

        assertThat(sent()).startsWith(hex("49484156454f5054 00000007"));
        assertThat(preferred.isEncrypted()).isFalse();
    }

    @Test
    void bytesThatWereSneakedInAheadOfTlsAreRefused() {
        var handshake = new Handshake("/a", NbdTls.Required, List.of());
        handshake.advance(bytes(GREETING), out);

        assertThatThrownBy(() -> handshake.advance(bytes(reply(5, 1, "") + "00"), out))
                .isInstanceOf(NbdProtocolException.class)
                .hasMessageContaining("ahead of TLS");
    }

    @Test
    void refusalsSayWhatTheServerSaid() {
        var handshake = new Handshake("/a", NbdTls.Disabled, List.of());
        handshake.advance(bytes(GREETING), out);
        var text = HexFormat.of().formatHex("no such disk".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> handshake.advance(bytes(reply(7, 0x80000006, text)), out))
                .isInstanceOf(NbdUnavailableException.class)
                .hasMessageContaining("UNKNOWN_EXPORT")
                .hasMessageContaining("no such disk");
    }

    @Test
    void nonsenseIsRefusedWithWhatWasFound() {
        assertRefused("485454502f312e31 2034303020426164 0d0a", "does not speak NBD");
        assertRefused("4e42444d41474943 0000420281861253 0001", "old style");
        assertRefused("4e42444d41474943 49484156454f5054 0000", "without fixed newstyle");
        assertRefused(GREETING + "0003e889045565a8 00000007 00000001 00000000", "magic");
        assertRefused(GREETING + "0003e889045565a9 00000006 00000001 00000000", "option 6");
        assertRefused(GREETING + "0003e889045565a9 00000007 00000003 7fffffff", "2147483647 bytes");
        assertRefused(GREETING + reply(7, 3, "0000 00"), "has 1 bytes, not 10");
        assertRefused(GREETING + reply(7, 1, ""), "without saying its size");
        assertRefused(GREETING + reply(7, 3, "0000 ffffffffffffffff 0001") + reply(7, 1, ""), "size -1");
        assertRefused(GREETING + reply(7, 3, "0000 0000000000010000 0000") + reply(7, 1, ""), "flags 0000");
        assertRefused(
                GREETING
                        + reply(7, 3, "0000 0000000000010000 0001")
                        + reply(7, 3, "0003 00000003 00000003 00000003")
                        + reply(7, 1, ""),
                "512 to 3 bytes");
    }

    @Test
    void randomBytesNeverDoWorseThanAnNbdException() {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            var handshake =
                    new Handshake("/a", NbdTls.values()[i % 3], i % 2 == 0 ? List.of() : List.of(NbdExtent.ALLOCATION));
            var in = bytes(GREETING);
            var noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (i % 2 == 0) {
                in.writeLong(OptionReply.MAGIC)
                        .writeInt(7)
                        .writeInt(random.nextInt(5))
                        .writeInt(random.nextInt(30));
            }
            in.writeBytes(noise);
            try {
                handshake.advance(in, out.clear());
            } catch (NbdException expected) {
                assertThat(expected).hasMessageStartingWith("it");
            }
        }
    }

    @Test
    void exportNamesAreNotPartOfAnyText() {
        assertThat(new OptionRequest.Go("/x?session_id=s").toString()).doesNotContain("session");
        assertThat(new OptionRequest.SetMetaContext("/x?session_id=s", List.of()).toString())
                .doesNotContain("session");
        assertThat(new OptionRequest.ExportName("/x?session_id=s").toString()).doesNotContain("session");
    }

    private void assertRefused(String stream, String message) {
        var handshake = new Handshake("/a", NbdTls.Disabled, List.of());
        assertThatThrownBy(() -> handshake.advance(bytes(stream), out))
                .isInstanceOf(NbdProtocolException.class)
                .hasMessageContaining(message);
    }

    private Handshake opening(String greeting) {
        var handshake = new Handshake("/a", NbdTls.Disabled, List.of());
        handshake.advance(bytes(greeting + reply(7, 0x80000001, "")), out);
        return handshake;
    }

    private static String reply(int option, int type, String body) {
        return "0003e889045565a9 %08x %08x %08x%s"
                .formatted(option, type, hex(body).length() / 2, body);
    }

    private String sent() {
        var hex = ByteBufUtil.hexDump(out);
        out.clear();
        return hex;
    }

    private static String hex(String spaced) {
        return spaced.replace(" ", "");
    }

    private static ByteBuf bytes(String spaced) {
        return Unpooled.buffer().writeBytes(HexFormat.of().parseHex(hex(spaced)));
    }
}
