package dev.lifeboat.simulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// One request and the answer to it, byte for byte as the handler wants it.
public final class HttpExchange {
    /// What is left of a body after the answer is skipped up to here, so that the connection can be used again.
    private static final long LARGEST_SKIP = 1 << 20;

    private final HttpRequest request;
    private final RequestBody body;
    private final OutputStream out;
    private boolean answered;
    private boolean closes;

    HttpExchange(HttpRequest request, RequestBody body, OutputStream out) {
        this.request = request;
        this.body = body;
        this.out = out;
    }

    public HttpRequest request() {
        return request;
    }

    public InputStream body() {
        return body;
    }

    public boolean answered() {
        return answered;
    }

    /// A whole answer with its length; the connection stays usable.
    public void respond(int status, Map<String, String> headers, byte[] content) throws IOException {
        boolean keep = request.keepsAlive() && body.leftBytes() <= LARGEST_SKIP;
        closes = !keep;
        var all = new LinkedHashMap<>(headers);
        all.put("connection", keep ? "keep-alive" : "close");
        all.put("content-length", Integer.toString(content.length));
        var head = head("HTTP/1.1", status, all);
        var whole = new byte[head.length + content.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(content, 0, whole, head.length, content.length);
        answered = true;
        out.write(whole);
        out.flush();
    }

    /// Only the head; whatever follows is written to the returned stream and ends by closing.
    public OutputStream begin(int status, Map<String, String> headers) throws IOException {
        return begin("HTTP/1.1", status, headers);
    }

    /// As [#begin] in the version that some handlers answer in.
    public OutputStream begin(String version, int status, Map<String, String> headers) throws IOException {
        closes = true;
        answered = true;
        var all = new LinkedHashMap<>(headers);
        all.put("connection", "close");
        out.write(head(version, status, all));
        out.flush();
        return out;
    }

    boolean finish() throws IOException {
        if (closes) {
            return false;
        }
        if (body.leftBytes() > LARGEST_SKIP) {
            return false;
        }
        body.skipNBytes(body.leftBytes());
        return true;
    }

    private static byte[] head(String version, int status, Map<String, String> headers) {
        var text = new StringBuilder(version)
                .append(' ')
                .append(status)
                .append(' ')
                .append(HttpStatus.text(status));
        headers.forEach(
                (name, value) -> text.append("\r\n").append(name).append(": ").append(value));
        return text.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
