package dev.lifeboat.xen.https;

import dev.lifeboat.xen.InterruptedCallException;
import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.XenException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/// Carries calls to a host and answers back: HTTP/1.1 over connections that are kept for the next call.
public final class CallChannel implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(15);

    private static final int OK = 200;
    private static final int SERVER_ERROR = 500;

    /// Asks a member to name the master's certificate beside its address.
    private static final String MASTER_ASKED = "x-xenapi-request-host-certificate-thumbprint";

    private static final String MASTER_NAMED = "x-xenapi-response-host-certificate-thumbprint";

    private final HttpClient http;
    private final Optional<VouchedFingerprints> vouched;

    public CallChannel(PoolTls tls) {
        this(tls.context(), tls.vouched());
    }

    CallChannel(SSLContext tls) {
        this(tls, Optional.empty());
    }

    private CallChannel(SSLContext tls, Optional<VouchedFingerprints> vouched) {
        this.vouched = vouched;
        this.http = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
    }

    /// Posts to the root of a host.
    ///
    /// @param limit for everything, from connecting to the last byte of the answer
    /// @return the answer as it comes; to be closed. Where it breaks off, [#failure] says why
    public InputStream post(URI host, byte[] body, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        var request = HttpRequest.newBuilder(host.resolve("/"))
                .timeout(limit)
                .header("content-type", "text/xml")
                .header("user-agent", "lifeboat")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        vouched.ifPresent(_ -> request.header(MASTER_ASKED, "sha-256:master"));
        var answer = await(host, http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream()), limit);
        vouched.ifPresent(trusted -> answer.headers().firstValue(MASTER_NAMED).ifPresent(trusted::vouch));
        var rest = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        return new TimedStream(judge(host, answer), rest);
    }

    /// What a failure to read an answer means.
    public static XenException failure(URI host, IOException readFailure) {
        return ConnectionFailure.of(host, readFailure);
    }

    private static <T> T await(URI host, CompletableFuture<T> answer, Duration limit) {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw ConnectionFailure.of(host, Optional.ofNullable(e.getCause()).orElse(e));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw ConnectionFailure.of(host, e);
        } catch (InterruptedException _) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedCallException("a call to " + host);
        }
    }

    private static InputStream judge(URI host, HttpResponse<InputStream> response) {
        if (response.statusCode() == OK) {
            return response.body();
        }
        StallGuard.closeQuietly(response.body());
        throw refusal(host, response.statusCode());
    }

    /// A host that starts answers 5xx; no other status belongs to XAPI's way of refusing calls.
    private static XenException refusal(URI host, int status) {
        String what = "Pool endpoint " + host + " answered a call with HTTP " + status;
        return status >= SERVER_ERROR
                ? new PoolUnreachableException(host, PoolUnreachableException.Reason.BROKEN, true, what, null)
                : new MalformedResponseException(what + "; is it a XAPI host?");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
