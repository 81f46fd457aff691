package dev.lifeboat.repository.objectstore.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// What is sent.
///
/// @param target path and query, encoded
/// @param headers with `Host`, and with `Content-Length` where there is a body
public record HttpRequest(Origin origin, String method, String target, Map<String, List<String>> headers, Body body) {

    /// Opens the content; once per sending.
    @FunctionalInterface
    public interface Body {
        InputStream open() throws IOException;
    }

    byte[] head() {
        var head = new StringBuilder(1024)
                .append(method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\n");
        headers.forEach((name, values) -> values.forEach(value ->
                head.append(oneLine(name)).append(": ").append(oneLine(value)).append("\r\n")));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String oneLine(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("A header must not hold a line break");
        }
        return text;
    }
}
