package dev.lifeboat.agent.nbd;

import io.netty.buffer.ByteBuf;

/// Something that a server is asked for until it answers, or until it is given up.
sealed interface Request permits ReadRequest, StatusRequest {
    int BYTES = 28;
    int MAGIC = 0x25609513;

    long offset();

    int lengthBytes();

    /// How often it was sent before.
    int tries();

    /// NBD's number of the command.
    int command();

    /// The same request, to be sent once more.
    Request again();

    /// It is given up; called once, and nothing after it.
    void failed(NbdException reason);

    /// What waits for an answer to it, in bytes.
    int expectedBytes();

    default void write(ByteBuf out, long cookie) {
        out.writeInt(MAGIC)
                .writeShort(0)
                .writeShort(command())
                .writeLong(cookie)
                .writeLong(offset())
                .writeInt(lengthBytes());
    }
}
