package dev.lifeboat.repository.objectstore.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Status line and headers (RFC 9112, sections 4 and 5).
record AnswerHead(int status, String reason, Map<String, List<String>> headers) {

    /// Far above what servers send; keeps a hostile one from filling memory.
    private static final int LONGEST = 64 << 10;

    /// Skips interim answers.
    static AnswerHead read(InputStream in) throws IOException {
        AnswerHead head;
        do {
            head = readOne(new Lines(in));
        } while (head.status < 200);
        return head;
    }

    private static AnswerHead readOne(Lines lines) throws IOException {
        var status = lines.next();
        var words = status.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("This is no HTTP/1.1 answer: " + status.substring(0, Math.min(60, status.length())));
        }
        var headers = new TreeMap<String, List<String>>();
        for (var line = lines.next(); !line.isEmpty(); line = lines.next()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
        }
        boolean keepsOpenByDefault = !words[0].equals("HTTP/1.0");
        headers.putIfAbsent("connection", List.of(keepsOpenByDefault ? "keep-alive" : "close"));
        return new AnswerHead(Integer.parseInt(words[1]), words.length > 2 ? words[2] : "", headers);
    }

    boolean keepsOpen() {
        return !first("connection").orElse("").equalsIgnoreCase("close");
    }

    boolean isChunked() {
        return first("transfer-encoding").orElse("").toLowerCase(Locale.ROOT).endsWith("chunked");
    }

    Optional<Long> length() throws IOException {
        var value = first("content-length");
        if (value.isPresent() && !value.orElseThrow().matches("[0-9]{1,18}")) {
            throw new IOException("The answer's length is no number: " + value.orElseThrow());
        }
        return value.map(Long::valueOf);
    }

    private Optional<String> first(String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    private static final class Lines {
        private final InputStream in;
        private int read;

        Lines(InputStream in) {
            this.in = in;
        }

        String next() throws IOException {
            var line = new StringBuilder(64);
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException("The server closed the connection without a whole answer");
                }
                if (++read > LONGEST) {
                    throw new IOException("The answer's head is longer than " + LONGEST + " bytes");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }
    }
}
