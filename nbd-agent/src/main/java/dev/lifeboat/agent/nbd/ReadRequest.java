package dev.lifeboat.agent.nbd;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/// One read, asked for until it is answered or given up.
///
/// @param target as long as the read; its position moves with the data
/// @param tries  how often it was sent before
record ReadRequest(long offset, ByteBuffer target, int tries, Outcome outcome) {
    static final int BYTES = 28;
    static final int MAGIC = 0x25609513;

    /// Told once per request, on an event loop: it must not block.
    interface Outcome {
        void read();

        void failed(NbdException reason);
    }

    int lengthBytes() {
        return target.limit();
    }

    /// The same read from its beginning.
    ReadRequest again() {
        return new ReadRequest(offset, target.rewind(), tries + 1, outcome);
    }

    void write(ByteBuf out, long cookie) {
        out.writeInt(MAGIC)
                .writeShort(0)
                .writeShort(0)
                .writeLong(cookie)
                .writeLong(offset)
                .writeInt(lengthBytes());
    }

    @Override
    public String toString() {
        return lengthBytes() + " bytes at offset " + offset;
    }
}
