package dev.lifeboat.simulator.nbd;

import dev.lifeboat.simulator.api.Pause;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The data phase: requests are answered one at a time and in order, however many are under way.
final class Transmission {
    private static final int REQUEST_MAGIC = 0x25609513;
    private static final int REPLY_MAGIC = 0x67446698;
    private static final int REPLY_BYTES = 16;
    private static final int PIECE_BYTES = 512 * 1024;
    private static final short HAS_FLAGS_AND_READ_ONLY = 3;
    private static final int SECTOR_BYTES = 512;
    private static final int ANSWER_BYTES = 134;

    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int DISCONNECT = 2;

    private static final int EPERM = 1;
    private static final int EINVAL = 22;

    private record Request(int flags, int type, long cookie, long offset, int length) {}

    private final NbdContext context;
    private final Export export;
    private final Channel channel;
    private final byte[] buffer = new byte[REPLY_BYTES + PIECE_BYTES];
    private long served;

    Transmission(NbdContext context, Export export, Channel channel) {
        this.context = context;
        this.export = export;
        this.channel = channel;
    }

    void serve() throws IOException {
        // Size and flags, then 124 zeros that only the oldest clients wanted.
        var answer =
                ByteBuffer.allocate(ANSWER_BYTES).putLong(export.sizeBytes()).putShort(HAS_FLAGS_AND_READ_ONLY);
        channel.out().write(answer.array());
        channel.out().flush();
        while (serveOne()) {
            context.servedRequests().incrementAndGet();
        }
    }

    private boolean serveOne() throws IOException {
        var request = receive();
        var stall = context.pool().faults().nbdStall();
        if (!stall.isZero()) {
            Pause.of(stall);
        }
        if (request.flags() != 0) {
            return refuse(request, EINVAL);
        }
        return switch (request.type()) {
            case READ -> read(request);
            case WRITE -> refuse(request, EPERM);
            case DISCONNECT -> false;
            default -> refuse(request, EINVAL);
        };
    }

    private Request receive() throws IOException {
        int magic = channel.in().readInt();
        int flags = channel.in().readUnsignedShort();
        int type = channel.in().readUnsignedShort();
        long cookie = channel.in().readLong();
        long offset = channel.in().readLong();
        int length = channel.in().readInt();
        if (magic != REQUEST_MAGIC) {
            throw new IOException("not an NBD request: magic %x".formatted(magic));
        }
        return new Request(flags, type, cookie, offset, length);
    }

    private boolean read(Request request) throws IOException {
        if (request.offset() % SECTOR_BYTES != 0 || request.length() % SECTOR_BYTES != 0 || request.length() < 0) {
            return refuse(request, EINVAL);
        }
        header(request, 0);
        int head = REPLY_BYTES;
        long end = request.offset() + request.length();
        if (request.length() == 0) {
            channel.out().write(buffer, 0, REPLY_BYTES);
        }
        for (long position = request.offset(); position < end; ) {
            int piece = (int) Math.min(PIECE_BYTES, end - position);
            if (position < 0 || position + piece > export.sizeBytes()) {
                // The header says success already; all that is left is to hang up.
                channel.out().write(buffer, 0, head);
                channel.out().flush();
                return false;
            }
            export.read(position, buffer, head, piece);
            channel.out().write(buffer, 0, head + piece);
            head = 0;
            position += piece;
            served += piece;
            context.served(piece);
            if (context.pool().faults().takeNbdCut(served)) {
                return false;
            }
        }
        channel.out().flush();
        return true;
    }

    private boolean refuse(Request request, int error) throws IOException {
        header(request, error);
        channel.out().write(buffer, 0, REPLY_BYTES);
        channel.out().flush();
        return false;
    }

    private void header(Request request, int error) {
        long cookie = context.pool().faults().takeWrongNbdCookie() ? ~request.cookie() : request.cookie();
        ByteBuffer.wrap(buffer).putInt(REPLY_MAGIC).putInt(error).putLong(cookie);
    }
}
