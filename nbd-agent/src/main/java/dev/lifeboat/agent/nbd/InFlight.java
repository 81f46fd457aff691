package dev.lifeboat.agent.nbd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request that was sent, and what has arrived of its answer.
final class InFlight {
    private final Request request;
    private final long sentNanos = System.nanoTime();
    private final Map<String, List<NbdExtent>> extents = new HashMap<>();
    private Optional<ServerError> error = Optional.empty();
    private long arrivedBytes;

    InFlight(Request request) {
        this.request = request;
    }

    Request request() {
        return request;
    }

    long sentNanos() {
        return sentNanos;
    }

    Optional<ServerError> error() {
        return error;
    }

    /// All of the data at once.
    ByteBuffer whole() {
        return part(request.offset(), request.lengthBytes());
    }

    /// A place for some of the data.
    ///
    /// @throws NbdProtocolException it is not part of what was asked for
    ByteBuffer part(long offset, long lengthBytes) {
        if (!(request instanceof ReadRequest read)
                || lengthBytes <= 0
                || offset < request.offset()
                || offset + lengthBytes > request.offset() + request.lengthBytes()
                || arrivedBytes + lengthBytes > request.lengthBytes()) {
            throw new NbdProtocolException(
                    "it answered %s with %d bytes at offset %d".formatted(request, lengthBytes, offset));
        }
        arrivedBytes += lengthBytes;
        return read.target().slice((int) (read.target().position() + offset - request.offset()), (int) lengthBytes);
    }

    void hole(ByteBuffer body) {
        long offset = body.getLong();
        var zeros = part(offset, Integer.toUnsignedLong(body.getInt()));
        while (zeros.remaining() >= Long.BYTES) {
            zeros.putLong(0);
        }
        while (zeros.hasRemaining()) {
            zeros.put((byte) 0);
        }
    }

    void failure(ByteBuffer body) {
        int number = body.getInt();
        int length = Math.min(Short.toUnsignedInt(body.getShort()), body.remaining());
        var text = new byte[length];
        body.get(text);
        error = Optional.of(new ServerError(number, new String(text, StandardCharsets.UTF_8)));
    }

    /// @param contexts names by the numbers that the server gave them
    void describe(ByteBuffer body, Map<Integer, String> contexts) {
        int number = body.getInt();
        var name = contexts.get(number);
        if (!(request instanceof StatusRequest) || name == null || body.remaining() == 0 || body.remaining() % 8 != 0) {
            throw new NbdProtocolException("it answered %s with context %d and %d bytes of extents"
                    .formatted(request, number, body.remaining()));
        }
        var described = new ArrayList<NbdExtent>();
        long offset = request.offset();
        long end = offset + request.lengthBytes();
        while (body.hasRemaining() && offset < end) {
            // The last one may go on behind the range.
            long length = Math.min(Integer.toUnsignedLong(body.getInt()), end - offset);
            int flags = body.getInt();
            if (length == 0) {
                throw new NbdProtocolException("it answered %s with an extent of no bytes".formatted(request));
            }
            described.add(new NbdExtent(offset, length, flags));
            offset += length;
        }
        extents.put(name, List.copyOf(described));
    }

    /// @throws NbdProtocolException the server ended its answer too soon
    void checkComplete() {
        boolean complete = switch (request) {
            case ReadRequest read -> arrivedBytes == read.lengthBytes();
            case StatusRequest _ -> !extents.isEmpty();
        };
        if (!complete) {
            throw new NbdProtocolException("it ended its answer to %s after %d bytes of data and %d contexts"
                    .formatted(request, arrivedBytes, extents.size()));
        }
    }

    /// Tells whoever asked.
    void tell() {
        switch (request) {
            case ReadRequest read -> read.outcome().read();
            case StatusRequest status -> status.outcome().described(Map.copyOf(extents));
        }
    }
}
