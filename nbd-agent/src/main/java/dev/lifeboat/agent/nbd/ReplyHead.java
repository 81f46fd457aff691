package dev.lifeboat.agent.nbd;

import java.nio.ByteBuffer;

/// The first bytes of an answer.
sealed interface ReplyHead {
    /// Of a simple reply; a chunk's is four bytes longer.
    int BYTES = 16;

    int SIMPLE = 0x67446698;
    int STRUCTURED = 0x668E33EF;

    long cookie();

    /// Without an error, the data of the read follows.
    record Simple(int error, long cookie) implements ReplyHead {}

    /// A part of an answer; a body of this length follows.
    record Chunk(boolean last, ChunkType type, long cookie, long lengthBytes) implements ReplyHead {
        static final int BYTES = 20;
        private static final int DONE = 1;

        private static Chunk read(ByteBuffer in) {
            boolean last = (in.getShort() & DONE) != 0;
            return new Chunk(last, ChunkType.of(in.getShort()), in.getLong(), Integer.toUnsignedLong(in.getInt()));
        }
    }

    /// What the body of a chunk is.
    enum ChunkType {
        NONE(0),
        DATA(1),
        HOLE(2),
        BLOCK_STATUS(5),
        ERROR(0x8001),
        ERROR_AT(0x8002);

        private final int number;

        ChunkType(int number) {
            this.number = number;
        }

        private static ChunkType of(short number) {
            for (var type : values()) {
                if (type.number == Short.toUnsignedInt(number)) {
                    return type;
                }
            }
            // Types above 0x8000 that came after us are errors, too.
            if (number < 0) {
                return ERROR;
            }
            throw new NbdProtocolException("it sent a chunk of type " + number);
        }
    }

    /// How many bytes the head has that starts with these.
    static int lengthOf(ByteBuffer start) {
        return start.getInt(0) == STRUCTURED ? Chunk.BYTES : BYTES;
    }

    /// @throws NbdProtocolException it is no head of a reply
    static ReplyHead read(ByteBuffer in) {
        int magic = in.getInt();
        return switch (magic) {
            case SIMPLE -> new Simple(in.getInt(), in.getLong());
            case STRUCTURED -> Chunk.read(in);
            default ->
                throw new NbdProtocolException(
                        "its reply starts with %08x instead of %08x or %08x".formatted(magic, SIMPLE, STRUCTURED));
        };
    }
}
