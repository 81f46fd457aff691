package dev.lifeboat.repository.objectstore.http;

import java.io.IOException;
import java.net.SocketException;

/// Sends requests and hands on the answers. Repeats nothing, follows nothing, expects no "100 Continue".
///
/// A server that refuses a large body answers before it has read it and hangs up: the answer is read even if
/// sending failed, because it says why. An answer that ends early is an [IOException] and never a short body.
public final class HttpTransport implements AutoCloseable {

    private final ConnectionPool pool;
    private final StallGuard guard;

    public HttpTransport(HttpSettings settings) {
        this.pool = new ConnectionPool(settings);
        this.guard = new StallGuard(settings.silence());
    }

    /// @throws IOException if there was no answer; the request may have been carried out or not
    public HttpAnswer send(HttpRequest request) throws IOException {
        var connection = pool.take(request.origin());
        try {
            boolean whole = sendAll(request, connection);
            return answer(request, connection, connection.readHead(), whole);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private boolean sendAll(HttpRequest request, Connection connection) throws IOException {
        try (var body = request.body().open()) {
            guard.watch(connection);
            return connection.send(request.head(), body);
        } catch (SocketException e) {
            // Hung up on: perhaps with an answer on its way, else reading it fails as well.
            return false;
        } finally {
            guard.leave(connection);
        }
    }

    private HttpAnswer answer(HttpRequest request, Connection connection, AnswerHead head, boolean whole)
            throws IOException {
        var body = new AnswerBody(connection, head, request.method(), whole, pool);
        return new HttpAnswer(head.status(), head.reason(), head.headers(), body);
    }

    @Override
    public void close() {
        guard.close();
        pool.close();
    }
}
