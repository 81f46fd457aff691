package dev.lifeboat.repository.objectstore.http;

import java.io.IOException;

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
            return exchange(request, connection);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private HttpAnswer exchange(HttpRequest request, Connection connection) throws IOException {
        boolean whole;
        try {
            whole = sendAll(request, connection);
        } catch (IOException e) {
            return earlyAnswer(request, connection, e);
        }
        return answer(request, connection, connection.readHead(), whole);
    }

    private boolean sendAll(HttpRequest request, Connection connection) throws IOException {
        try (var body = request.body().open()) {
            guard.watch(connection);
            return connection.send(request.head(), body);
        } finally {
            guard.leave(connection);
        }
    }

    /// Hung up on, perhaps with a word before.
    private HttpAnswer earlyAnswer(HttpRequest request, Connection connection, IOException sending) throws IOException {
        if (connection.isStalled()) {
            throw new IOException("The server has stopped taking bytes", sending);
        }
        try {
            return answer(request, connection, connection.readHead(), false);
        } catch (IOException e) {
            sending.addSuppressed(e);
            throw sending;
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
