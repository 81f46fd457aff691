package dev.lifeboat.simulator.nbd;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The option phase: greeting, then one option after the other until an export is chosen.
final class Handshake {
    private static final long MAGIC = 0x4E42444D41474943L;
    private static final long OPTION_MAGIC = 0x49484156454F5054L;
    private static final long REPLY_MAGIC = 0x0003E889045565A9L;
    private static final short FIXED_NEWSTYLE = 1;
    private static final int LONGEST_OPTION = 64 * 1024;

    private static final int EXPORT_NAME = 1;
    private static final int ABORT = 2;
    private static final int LIST = 3;
    private static final int STARTTLS = 5;

    private static final int ACK = 1;
    private static final int ERR_UNSUP = 0x80000001;
    private static final int ERR_POLICY = 0x80000002;
    private static final int ERR_INVALID = 0x80000003;
    private static final int ERR_TLS_REQD = 0x80000005;

    /// How a round of options ended.
    sealed interface Outcome {
        record Chosen(String exportName) implements Outcome {}

        record StartTls() implements Outcome {}

        record Closed() implements Outcome {}
    }

    private record Option(int code, String data) {}

    private final boolean tlsRequired;

    Handshake(boolean tlsRequired) {
        this.tlsRequired = tlsRequired;
    }

    void greet(Channel channel) throws IOException {
        var greeting =
                ByteBuffer.allocate(18).putLong(MAGIC).putLong(OPTION_MAGIC).putShort(FIXED_NEWSTYLE);
        channel.out().write(greeting.array());
        channel.out().flush();
    }

    /// Before TLS, or all of it where there is none.
    Outcome negotiate(Channel channel) throws IOException {
        int clientFlags = channel.in().readInt();
        if ((clientFlags & FIXED_NEWSTYLE) == 0) {
            return new Outcome.Closed();
        }
        return tlsRequired ? untilTls(channel) : untilExport(channel, ERR_POLICY);
    }

    /// The options after TLS has started; there is no second greeting.
    Outcome inTls(Channel channel) throws IOException {
        return untilExport(channel, ERR_INVALID);
    }

    private static Outcome untilTls(Channel channel) throws IOException {
        while (true) {
            var option = read(channel);
            switch (option.code()) {
                case EXPORT_NAME, ABORT -> {
                    return new Outcome.Closed();
                }
                case STARTTLS -> {
                    reply(channel, option, ACK);
                    return new Outcome.StartTls();
                }
                default -> reply(channel, option, ERR_TLS_REQD);
            }
        }
    }

    private static Outcome untilExport(Channel channel, int answerToStartTls) throws IOException {
        while (true) {
            var option = read(channel);
            switch (option.code()) {
                case EXPORT_NAME -> {
                    return new Outcome.Chosen(option.data());
                }
                case ABORT -> {
                    reply(channel, option, ACK);
                    return new Outcome.Closed();
                }
                case LIST -> reply(channel, option, ERR_POLICY);
                case STARTTLS -> reply(channel, option, answerToStartTls);
                default -> reply(channel, option, ERR_UNSUP);
            }
        }
    }

    private static Option read(Channel channel) throws IOException {
        long magic = channel.in().readLong();
        int code = channel.in().readInt();
        int length = channel.in().readInt();
        if (magic != OPTION_MAGIC || length < 0 || length > LONGEST_OPTION) {
            throw new EOFException("not an option: magic %x, length %d".formatted(magic, length));
        }
        var data = new byte[length];
        channel.in().readFully(data);
        return new Option(code, new String(data, StandardCharsets.UTF_8));
    }

    private static void reply(Channel channel, Option option, int type) throws IOException {
        var reply = ByteBuffer.allocate(20)
                .putLong(REPLY_MAGIC)
                .putInt(option.code())
                .putInt(type)
                .putInt(0);
        channel.out().write(reply.array());
        channel.out().flush();
    }
}
