package dev.lifeboat.agent.nbd;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;

/// Puts the beginning of a TLS record, left over from the last read, in front of what was read now, where
/// [ReceiveBuffers] leave room for it. Netty's own way copies all that was read behind what is left over, which costs
/// as much as receiving it.
final class JoinedRecords implements ByteToMessageDecoder.Cumulator {
    /// The longest record, its header and tag.
    static final int HEADROOM_BYTES = 5 + (16 << 10) + 256;

    @Override
    public ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf leftOver, ByteBuf in) {
        int bytes = leftOver.readableBytes();
        if (bytes > in.readerIndex() || in.isReadOnly() || in.refCnt() > 1) {
            return ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, leftOver, in);
        }
        int start = in.readerIndex() - bytes;
        in.setBytes(start, leftOver, leftOver.readerIndex(), bytes).readerIndex(start);
        leftOver.release();
        return in;
    }
}
