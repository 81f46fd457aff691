package dev.lifeboat.simulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Request line and headers; header names are in lower case.
public record HttpRequest(String method, String path, Query query, String version, Map<String, String> headers) {
    private static final int LONGEST_HEAD = 64 * 1024;

    public HttpRequest {
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// XAPI separates cookies by `;` as well as by `&`.
    public Optional<String> cookie(String name) {
        for (var part : header("cookie").orElse("").split("[;&]", -1)) {
            var cookie = part.strip();
            if (cookie.startsWith(name + "=")) {
                var value = cookie.substring(name.length() + 1);
                return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    public Optional<String> cookieOrQuery(String name) {
        return cookie(name).or(() -> query.get(name));
    }

    public boolean keepsAlive() {
        var connection = header("connection").orElse("").toLowerCase(Locale.ROOT);
        return version.equals("HTTP/1.0") ? connection.contains("keep-alive") : !connection.contains("close");
    }

    /// Nothing where the client closed between two requests.
    static Optional<HttpRequest> read(InputStream in) throws IOException {
        var lines = headLines(in);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        var parts = lines.getFirst().split(" ", -1);
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
            throw new BadRequest(400, "not an HTTP request: " + lines.getFirst());
        }
        var headers = new LinkedHashMap<String, String>();
        for (var line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new BadRequest(400, "not a header: " + line);
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int question = parts[1].indexOf('?');
        var path = question < 0 ? parts[1] : parts[1].substring(0, question);
        var query = Query.parse(question < 0 ? "" : parts[1].substring(question + 1));
        return Optional.of(new HttpRequest(parts[0], path, query, parts[2], headers));
    }

    private static List<String> headLines(InputStream in) throws IOException {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (int read = 0; read < LONGEST_HEAD; read++) {
            int c = in.read();
            if (c < 0) {
                return List.of();
            }
            if (c != '\n') {
                line.append((char) c);
                continue;
            }
            var text = line.toString().stripTrailing();
            line.setLength(0);
            if (!text.isEmpty()) {
                lines.add(text);
            } else if (!lines.isEmpty()) {
                return lines;
            }
        }
        throw new BadRequest(431, "the request's head is longer than " + LONGEST_HEAD + " bytes");
    }
}
