package dev.lifeboat.agent.nbd;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The second phase of a connection: read requests out, simple replies in, matched by cookie, in any order. It works on
/// bytes alone; data goes straight into the request's buffer.
final class Transmission {
    private final Export export;
    private final Events events;
    private final Map<Long, ReadRequest> inFlight = new LinkedHashMap<>();
    private final ByteBuffer head = ByteBuffer.allocate(SimpleReply.BYTES);
    private Optional<ReadRequest> arriving = Optional.empty();
    private long nextCookie = 1;

    Transmission(Export export, Events events) {
        this.export = export;
        this.events = events;
    }

    /// What arrived. The request is no longer in flight when these are called.
    interface Events {
        void answered(ReadRequest request);

        void refused(ReadRequest request, SimpleReply reply);
    }

    void send(ReadRequest request, ByteBuf out) {
        long length = request.lengthBytes();
        if (request.offset() < 0
                || length <= 0
                || length > export.maximumRequestBytes()
                || request.offset() + length > export.sizeBytes()
                || (request.offset() | length) % export.minimumRequestBytes() != 0) {
            throw new IllegalArgumentException(request + " of an export of " + export);
        }
        request.write(out, nextCookie);
        inFlight.put(nextCookie++, request);
    }

    /// @throws NbdProtocolException what arrived is no reply to anything in flight
    void receive(ByteBuf in) {
        while (in.isReadable()) {
            if (arriving.isPresent()) {
                receiveData(in, arriving.get());
            } else {
                receiveHead(in);
            }
        }
    }

    boolean isIdle() {
        return inFlight.isEmpty() && arriving.isEmpty();
    }

    /// What was asked and not fully answered. The buffers of these requests are touched no more.
    List<ReadRequest> abandon() {
        var abandoned = new ArrayList<>(inFlight.values());
        arriving.ifPresent(abandoned::addFirst);
        inFlight.clear();
        arriving = Optional.empty();
        return abandoned;
    }

    private void receiveHead(ByteBuf in) {
        copy(in, head);
        if (head.hasRemaining()) {
            return;
        }
        var reply = SimpleReply.read(head.flip());
        head.clear();
        var request = inFlight.remove(reply.cookie());
        if (request == null) {
            throw new NbdProtocolException(
                    "it answered cookie %016x, which is not in flight".formatted(reply.cookie()));
        }
        if (reply.failed()) {
            events.refused(request, reply);
        } else {
            arriving = Optional.of(request);
        }
    }

    private void receiveData(ByteBuf in, ReadRequest request) {
        copy(in, request.target());
        if (!request.target().hasRemaining()) {
            arriving = Optional.empty();
            events.answered(request);
        }
    }

    private static void copy(ByteBuf in, ByteBuffer target) {
        int limit = target.limit();
        target.limit(target.position() + Math.min(target.remaining(), in.readableBytes()));
        in.readBytes(target);
        target.limit(limit);
    }
}
