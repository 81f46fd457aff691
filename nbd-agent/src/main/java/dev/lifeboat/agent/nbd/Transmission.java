package dev.lifeboat.agent.nbd;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The second phase of a connection: requests out, simple and structured replies in, matched by cookie, in
/// any order. It works on bytes alone: whoever receives them puts them where they belong, which for data is
/// the request's own buffer.
final class Transmission {
    /// Bodies that are no data: errors, holes, extents. A server that describes a disk names a million extents at most.
    private static final int MOST_BODY_BYTES = 16 << 20;

    private final OpenedExport export;
    private final Events events;
    private final SequencedMap<Long, InFlight> inFlight = new LinkedHashMap<>();
    private final ByteBuffer head = ByteBuffer.allocate(ReplyHead.Chunk.BYTES);
    private ByteBuffer room = head.limit(ReplyHead.BYTES);
    private Expected expected = new Expected.Head();
    private long cookie;
    private long nextCookie = 1;

    Transmission(OpenedExport export, Events events) {
        this.export = export;
        this.events = events;
    }

    /// What arrived. The request is no longer in flight when these are called.
    interface Events {
        void answered(InFlight answer);

        void refused(Request request, ServerError error);
    }

    /// What the bytes are that are arriving.
    private sealed interface Expected {
        record Head() implements Expected {}

        /// All data of a simple reply, or of one chunk.
        record Data(InFlight of, boolean last) implements Expected {}

        /// Where the data of a chunk lies, in front of it.
        record DataOffset(InFlight of, ReplyHead.Chunk chunk) implements Expected {}

        record Body(InFlight of, ReplyHead.Chunk chunk) implements Expected {}
    }

    void send(Request request, ByteBuf out) {
        long length = request.lengthBytes();
        if (request.offset() < 0
                || length <= 0
                || (request instanceof ReadRequest && length > export.maximumRequestBytes())
                || request.offset() + length > export.sizeBytes()
                || (request.offset() | length) % export.minimumRequestBytes() != 0) {
            throw new IllegalArgumentException(request + " of an export of " + export);
        }
        request.write(out, nextCookie);
        inFlight.put(nextCookie++, new InFlight(request));
    }

    /// Where the bytes that come next belong.
    ByteBuffer room() {
        return room;
    }

    /// To be called when bytes were put into [#room].
    ///
    /// @throws NbdProtocolException what arrived is no reply to anything in flight
    void received() {
        while (!room.hasRemaining()) {
            take();
        }
    }

    /// @throws NbdProtocolException what arrived is no reply to anything in flight
    void receive(ByteBuf in) {
        while (in.isReadable()) {
            int limit = room.limit();
            room.limit(room.position() + Math.min(room.remaining(), in.readableBytes()));
            in.readBytes(room);
            room.limit(limit);
            received();
        }
    }

    boolean isIdle() {
        return inFlight.isEmpty();
    }

    /// When the oldest request in flight was sent; [Long#MAX_VALUE] if there is none.
    long waitingSinceNanos() {
        return inFlight.isEmpty()
                ? Long.MAX_VALUE
                : inFlight.firstEntry().getValue().sentNanos();
    }

    /// What was asked and not fully answered. The buffers of these requests are touched no more.
    List<Request> abandon() {
        var abandoned = new ArrayList<Request>();
        inFlight.values().forEach(owed -> abandoned.add(owed.request()));
        inFlight.clear();
        expectHead();
        return abandoned;
    }

    private void take() {
        switch (expected) {
            case Expected.Head _ -> takeHead();
            case Expected.Data(var of, var last) -> endOfChunk(of, last);
            case Expected.DataOffset(var of, var chunk) -> {
                long offset = room.flip().getLong();
                expect(new Expected.Data(of, chunk.last()), of.part(offset, chunk.lengthBytes() - Long.BYTES));
            }
            case Expected.Body(var of, var chunk) -> takeBody(of, chunk, room.flip());
        }
    }

    private void takeHead() {
        int length = ReplyHead.lengthOf(head);
        if (head.position() < length) {
            head.limit(length);
            return;
        }
        var reply = ReplyHead.read(head.flip());
        var of = inFlight.get(reply.cookie());
        if (of == null) {
            throw new NbdProtocolException(
                    "it answered cookie %016x, which is not in flight".formatted(reply.cookie()));
        }
        cookie = reply.cookie();
        switch (reply) {
            case ReplyHead.Simple simple when simple.error() != 0 -> refuse(of, new ServerError(simple.error(), ""));
            case ReplyHead.Simple _ -> expect(new Expected.Data(of, true), of.whole());
            case ReplyHead.Chunk chunk -> expectChunk(of, chunk);
        }
    }

    private void expectChunk(InFlight of, ReplyHead.Chunk chunk) {
        long length = chunk.lengthBytes();
        boolean data = chunk.type() == ReplyHead.ChunkType.DATA;
        if (length < leastBytes(chunk.type()) || (!data && length > MOST_BODY_BYTES)) {
            throw new NbdProtocolException("it sent a chunk of type %s with %d bytes".formatted(chunk.type(), length));
        }
        if (data) {
            expect(new Expected.DataOffset(of, chunk), ByteBuffer.allocate(Long.BYTES));
        } else {
            expect(new Expected.Body(of, chunk), ByteBuffer.allocate((int) length));
        }
    }

    private static int leastBytes(ReplyHead.ChunkType type) {
        return switch (type) {
            case NONE -> 0;
            case DATA -> Long.BYTES + 1;
            case HOLE -> Long.BYTES + Integer.BYTES;
            case BLOCK_STATUS -> Integer.BYTES + 2 * Integer.BYTES;
            case ERROR -> Integer.BYTES + Short.BYTES;
            case ERROR_AT -> Integer.BYTES + Short.BYTES + Long.BYTES;
        };
    }

    private void takeBody(InFlight of, ReplyHead.Chunk chunk, ByteBuffer body) {
        switch (chunk.type()) {
            case HOLE -> of.hole(body);
            case BLOCK_STATUS -> of.describe(body, export.contexts());
            case ERROR, ERROR_AT -> of.failure(body);
            case NONE, DATA -> {}
        }
        endOfChunk(of, chunk.last());
    }

    private void endOfChunk(InFlight of, boolean last) {
        if (!last) {
            expectHead();
        } else if (of.error().isPresent()) {
            refuse(of, of.error().get());
        } else {
            of.checkComplete();
            inFlight.remove(cookie);
            expectHead();
            events.answered(of);
        }
    }

    private void refuse(InFlight of, ServerError error) {
        inFlight.remove(cookie);
        expectHead();
        events.refused(of.request(), error);
    }

    private void expectHead() {
        expect(new Expected.Head(), head.clear().limit(ReplyHead.BYTES));
    }

    private void expect(Expected next, ByteBuffer place) {
        expected = next;
        room = place;
    }
}
