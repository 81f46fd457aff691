package dev.lifeboat.agent.nbd;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a server answers to an [OptionRequest]; EXPORT_NAME alone is answered without one.
sealed interface OptionReply {
    int HEADER_BYTES = 20;
    /// Replies to what we ask are tens of bytes; the rest is room for texts.
    int MAX_BODY_BYTES = 64 << 10;

    long MAGIC = 0x0003E889045565A9L;

    /// Done, as asked.
    record Ack() implements OptionReply {}

    /// Size and flags of the export.
    record ExportInfo(long sizeBytes, int flags) implements OptionReply {}

    /// How long requests may and should be.
    record BlockSize(long minimumBytes, long preferredBytes, long maximumBytes) implements OptionReply {}

    /// A meta context that the server will tell about, by this number.
    record Context(int number, String name) implements OptionReply {}

    /// Something that we did not ask for and do not need.
    record Other(int type) implements OptionReply {}

    record Refused(Refusal refusal, String text) implements OptionReply {
        @Override
        public String toString() {
            return refusal + (text.isEmpty() ? "" : " («" + text + "»)");
        }
    }

    /// Why an option was refused.
    enum Refusal {
        UNSUPPORTED(1),
        POLICY(2),
        INVALID(3),
        PLATFORM(4),
        TLS_REQUIRED(5),
        UNKNOWN_EXPORT(6),
        SHUTDOWN(7),
        BLOCK_SIZE_REQUIRED(8),
        TOO_BIG(9),
        OTHER(0);

        private final int number;

        Refusal(int number) {
            this.number = number;
        }

        private static Refusal of(int type) {
            for (Refusal refusal : values()) {
                if (refusal.number == (type & 0x7FFF_FFFF)) {
                    return refusal;
                }
            }
            return OTHER;
        }
    }

    /// Reads one reply to the option of this number; empty while it is not all there.
    static Optional<OptionReply> read(ByteBuf in, int option) {
        if (in.readableBytes() < HEADER_BYTES) {
            return Optional.empty();
        }
        int start = in.readerIndex();
        long magic = in.getLong(start);
        int answered = in.getInt(start + 8);
        long length = in.getUnsignedInt(start + 16);
        if (magic != MAGIC || answered != option || length > MAX_BODY_BYTES) {
            throw new NbdProtocolException("its reply to option %d has magic %016x, option %d and %d bytes"
                    .formatted(option, magic, answered, length));
        }
        if (in.readableBytes() < HEADER_BYTES + length) {
            return Optional.empty();
        }
        int type = in.getInt(start + 12);
        in.skipBytes(HEADER_BYTES);
        return Optional.of(body(type, in.readSlice((int) length)));
    }

    private static OptionReply body(int type, ByteBuf body) {
        if (type < 0) {
            return new Refused(Refusal.of(type), body.toString(StandardCharsets.UTF_8));
        }
        return switch (type) {
            case 1 -> new Ack();
            case 3 -> information(body);
            case 4 -> context(body);
            default -> new Other(type);
        };
    }

    private static OptionReply context(ByteBuf body) {
        if (body.readableBytes() < Integer.BYTES) {
            throw new NbdProtocolException("its meta context has %d bytes".formatted(body.readableBytes()));
        }
        return new Context(body.readInt(), body.toString(StandardCharsets.UTF_8));
    }

    private static OptionReply information(ByteBuf body) {
        int type = body.readableBytes() < Short.BYTES ? -1 : body.readUnsignedShort();
        int expected = switch (type) {
            case 0 -> Long.BYTES + Short.BYTES;
            case 3 -> 3 * Integer.BYTES;
            default -> body.readableBytes();
        };
        if (type < 0 || body.readableBytes() != expected) {
            throw new NbdProtocolException(
                    "its information of type %d has %d bytes, not %d".formatted(type, body.readableBytes(), expected));
        }
        return switch (type) {
            case 0 -> new ExportInfo(body.readLong(), body.readUnsignedShort());
            case 3 -> new BlockSize(body.readUnsignedInt(), body.readUnsignedInt(), body.readUnsignedInt());
            default -> new Other(type);
        };
    }
}
