package dev.lifeboat.agent.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JoinedRecordsTest {
    private final JoinedRecords records = new JoinedRecords();

    @Test
    void whatIsLeftOverGoesInFrontOfWhatCame() {
        var leftOver = text("xxhel").skipBytes(2);
        var in = Unpooled.buffer().writeZero(10).writeBytes(text("lo")).skipBytes(10);

        var joined = records.cumulate(ByteBufAllocator.DEFAULT, leftOver, in);

        assertThat(joined).isSameAs(in);
        assertThat(joined.toString(StandardCharsets.US_ASCII)).isEqualTo("hello");
        assertThat(leftOver.refCnt()).isZero();
        assertThat(in.refCnt()).isEqualTo(1);
    }

    @Test
    void withoutRoomInFrontItIsAppendedAsNettyDoes() {
        var joined = records.cumulate(ByteBufAllocator.DEFAULT, text("hel"), text("lo"));

        assertThat(joined.toString(StandardCharsets.US_ASCII)).isEqualTo("hello");
        joined.release();
    }

    private static ByteBuf text(String text) {
        return Unpooled.buffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
