package dev.lifeboat.agent.nbd;

import java.nio.ByteBuffer;

/// The head of an answer; without an error, the data of the read follows.
record SimpleReply(int error, long cookie) {
    static final int BYTES = 16;
    private static final int MAGIC = 0x67446698;

    static SimpleReply read(ByteBuffer in) {
        int magic = in.getInt();
        if (magic != MAGIC) {
            throw new NbdProtocolException("its reply starts with %08x instead of %08x".formatted(magic, MAGIC));
        }
        return new SimpleReply(in.getInt(), in.getLong());
    }

    boolean failed() {
        return error != 0;
    }

    /// Repeating the same request gives the same error.
    boolean isFinal() {
        return error == 1 || error == 22 || error == 75 || error == 95;
    }

    String errorName() {
        return switch (error) {
            case 1 -> "EPERM";
            case 5 -> "EIO";
            case 12 -> "ENOMEM";
            case 22 -> "EINVAL";
            case 28 -> "ENOSPC";
            case 75 -> "EOVERFLOW";
            case 95 -> "ENOTSUP";
            case 108 -> "ESHUTDOWN";
            default -> "error " + error;
        };
    }
}
