package dev.lifeboat.agent.nbd;

import io.netty.buffer.ByteBuf;

/// The polite end: the server detaches the disk at once instead of finding a dead peer later.
record Disconnect() {
    private static final int TYPE = 2;

    void write(ByteBuf out) {
        out.writeInt(Request.MAGIC)
                .writeShort(0)
                .writeShort(TYPE)
                .writeLong(0)
                .writeLong(0)
                .writeInt(0);
    }
}
