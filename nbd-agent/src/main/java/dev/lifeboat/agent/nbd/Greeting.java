package dev.lifeboat.agent.nbd;

import io.netty.buffer.ByteBuf;

/// The first words of a server.
record Greeting(int flags) {
    static final int BYTES = 18;
    static final int FIXED_NEWSTYLE = 1;
    static final int NO_ZEROES = 1 << 1;

    private static final long NBDMAGIC = 0x4E42444D41474943L;
    static final long IHAVEOPT = 0x49484156454F5054L;

    static Greeting read(ByteBuf in) {
        long magic = in.readLong();
        if (magic != NBDMAGIC) {
            throw new NbdProtocolException("it does not speak NBD: the first bytes are %016x".formatted(magic));
        }
        long style = in.readLong();
        if (style != IHAVEOPT) {
            throw new NbdProtocolException("it speaks the old style of NBD (%016x), without options".formatted(style));
        }
        return new Greeting(in.readUnsignedShort());
    }

    boolean fixedNewstyle() {
        return (flags & FIXED_NEWSTYLE) != 0;
    }

    boolean mayOmitZeroes() {
        return (flags & NO_ZEROES) != 0;
    }
}
