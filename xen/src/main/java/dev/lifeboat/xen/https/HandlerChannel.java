package dev.lifeboat.xen.https;

import dev.lifeboat.xen.CertificateNotTrustedException;
import dev.lifeboat.xen.PoolUnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.net.ssl.SSLContext;

/// Opens connections to handlers, following redirects to the host that has the storage before any data flows.
public final class HandlerChannel {

    private static final int MOST_REDIRECTS = 5;
    private static final int OK = 200;
    private static final int FOUND = 302;

    private static final Duration HEAD = Duration.ofMinutes(2);
    private static final Duration REFUSAL_TEXT = Duration.ofSeconds(5);

    private final Dialer dialer;
    private final TransferLimits limits;
    private final List<URI> detours;

    /// Connections that believe what this context believes.
    ///
    /// @param detours addresses of hosts that somebody has written down because they work from here. A
    /// redirect names the address that a host knows itself by, and behind NAT that leads nowhere
    /// @param plan of where to connect to for each host
    public HandlerChannel(SSLContext tls, TransferLimits limits, List<URI> detours, DialPlan plan) {
        this.dialer = new Dialer(tls, plan);
        this.limits = limits;
        this.detours = List.copyOf(detours);
    }

    /// Sends the head of a request and reads the head of its answer.
    ///
    /// @param uuid of that host, where ways to it are known
    public HandlerConnection open(URI host, Optional<UUID> uuid, HandlerRequest request)
            throws HandlerRefusedException {
        var at = new Place(host, uuid, request.target());
        var answer = ask(at, request);
        for (int hop = 0; hop < MOST_REDIRECTS; hop++) {
            if (!(answer instanceof Answer.Elsewhere(var next))) {
                return accepted(answer, at, request);
            }
            answer = askThereOrAround(at, next, request);
            at = next;
        }
        if (answer instanceof Answer.Elsewhere) {
            throw new HandlerRefusedException(request + " at " + host + ", redirected too often,", FOUND, "");
        }
        return accepted(answer, at, request);
    }

    private static HandlerConnection accepted(Answer answer, Place at, HandlerRequest request)
            throws HandlerRefusedException {
        return switch (answer) {
            case Answer.Accepted(var connection) -> connection;
            case Answer.Refused(int status, String why) ->
                throw new HandlerRefusedException(request + " at " + at.host(), status, why);
            case Answer.Elsewhere _ -> throw new IllegalStateException("A redirect accepts nothing");
        };
    }

    /// Where a redirect leads nowhere, the host it means may be one whose other address is known: only the right
    /// one does not redirect. Nothing but a head was sent so far, so that asking costs nothing.
    private Answer askThereOrAround(Place from, Place to, HandlerRequest request) {
        try {
            return ask(to, request);
        } catch (PoolUnreachableException e) {
            for (var host : detours) {
                if (!host.equals(from.host()) && !host.equals(to.host())) {
                    var answer = detour(new Place(host, Optional.empty(), to.target()), request);
                    if (answer.isPresent()) {
                        return answer.get();
                    }
                }
            }
            throw e;
        }
    }

    private Optional<Answer> detour(Place place, HandlerRequest request) {
        try {
            return ask(place, request) instanceof Answer.Accepted accepted ? Optional.of(accepted) : Optional.empty();
        } catch (PoolUnreachableException | CertificateNotTrustedException _) {
            return Optional.empty();
        }
    }

    /// Where a request goes.
    private record Place(URI host, Optional<UUID> uuid, String target) {}

    /// What became of a request.
    private sealed interface Answer {
        record Accepted(HandlerConnection connection) implements Answer {}

        record Elsewhere(Place place) implements Answer {}

        record Refused(int status, String why) implements Answer {}
    }

    private Answer ask(Place at, HandlerRequest request) {
        try {
            var socket = dialer.connect(at.host(), at.uuid(), HEAD);
            try {
                var in = HandlerConnection.buffered(socket);
                var head = StallGuard.within(HEAD, socket, () -> exchangeHeads(socket, in, at, request));
                var answer = answer(socket, in, at, head);
                if (!(answer instanceof Answer.Accepted)) {
                    StallGuard.closeQuietly(socket);
                }
                return answer;
            } catch (IOException | RuntimeException e) {
                StallGuard.closeQuietly(socket);
                throw e;
            }
        } catch (IOException e) {
            throw ConnectionFailure.of(at.host(), e);
        }
    }

    private static ResponseHead exchangeHeads(TlsSocket socket, InputStream in, Place at, HandlerRequest request)
            throws IOException {
        var out = socket.tls().getOutputStream();
        out.write(head(at, request).getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return ResponseHead.read(in);
    }

    private static String head(Place at, HandlerRequest request) {
        var length = request.bodyBytes();
        return request.method() + " " + at.target() + " HTTP/1.1\r\n"
                + "Host: " + at.host().getRawAuthority() + "\r\n"
                + "User-Agent: lifeboat\r\n"
                + "Connection: close\r\n"
                + (length.isPresent() ? "Content-Length: " + length.getAsLong() + "\r\n" : "")
                + "\r\n";
    }

    private Answer answer(TlsSocket socket, InputStream in, Place at, ResponseHead head) throws IOException {
        if (head.status() == OK) {
            return new Answer.Accepted(new HandlerConnection(socket, body(in, head), contentLength(head), limits));
        }
        if (head.status() == FOUND) {
            return new Answer.Elsewhere(redirected(at, head.header("location").orElse("")));
        }
        socket.tls().setSoTimeout((int) REFUSAL_TEXT.toMillis());
        return new Answer.Refused(head.status(), RefusalText.read(body(in, head)));
    }

    private static InputStream body(InputStream in, ResponseHead head) throws IOException {
        var encoding = head.header("transfer-encoding");
        if (encoding.isEmpty() || encoding.get().equalsIgnoreCase("identity")) {
            return in;
        }
        if (!encoding.get().equalsIgnoreCase("chunked")) {
            throw new IOException("the handler encodes its body as '" + encoding.get() + "'");
        }
        return new ChunkedBody(in);
    }

    /// A body in chunks tells its length itself.
    private static OptionalLong contentLength(ResponseHead head) throws IOException {
        if (head.header("transfer-encoding").isPresent()) {
            return OptionalLong.empty();
        }
        try {
            return head.header("content-length").stream()
                    .mapToLong(Long::parseLong)
                    .findFirst();
        } catch (NumberFormatException e) {
            throw new IOException("the handler announces a length that is no number", e);
        }
    }

    /// Hosts have put unencoded queries into locations, so that it is taken apart by hand. A location without
    /// a host means the one that was asked.
    private static Place redirected(Place from, String location) throws IOException {
        String scheme = "https://";
        boolean sameHost = location.startsWith("/") && !location.startsWith("//");
        int path = sameHost ? 0 : location.indexOf('/', scheme.length());
        if (!sameHost && (!location.startsWith(scheme) || path < 0)) {
            throw new IOException("the handler redirects to somewhere that is not HTTPS");
        }
        String authority = sameHost ? "" : location.substring(scheme.length(), path);
        String target = location.substring(path).replace(" ", "%20");
        if (target.chars().anyMatch(Character::isISOControl)) {
            throw new IOException("the handler redirects to a location with control characters");
        }
        return authority.isEmpty()
                ? new Place(from.host(), from.uuid(), target)
                : new Place(Endpoints.resolve(authority, from.host()), Optional.empty(), target);
    }
}
