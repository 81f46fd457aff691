package dev.lifeboat.xen.https;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Status and headers of a handler's answer.
record ResponseHead(int status, Map<String, String> headers) {

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9][0-9])( .*)?");
    private static final int LARGEST_BYTES = 64 << 10;

    /// Reads up to the empty line and not one byte further.
    static ResponseHead read(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int lineBytes = 0;
        while (true) {
            int next = in.read();
            if (next == -1) {
                throw new EOFException(
                        "the connection ended in the head of the answer, after " + head.size() + " bytes");
            }
            if (head.size() == LARGEST_BYTES) {
                throw new IOException("the head of the answer is longer than " + LARGEST_BYTES + " bytes");
            }
            head.write(next);
            if (next == '\n') {
                if (lineBytes == 0) {
                    return parse(
                            head.toString(StandardCharsets.ISO_8859_1).lines().toList());
                }
                lineBytes = 0;
            } else if (next != '\r') {
                lineBytes++;
            }
        }
    }

    private static ResponseHead parse(List<String> lines) throws IOException {
        var status = STATUS_LINE.matcher(lines.getFirst());
        if (!status.matches()) {
            throw new IOException("the answer does not begin with an HTTP status line");
        }
        var headers = new HashMap<String, String>();
        for (String line : lines.subList(1, lines.size() - 1)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("the answer has a header line without a colon");
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new ResponseHead(Integer.parseInt(status.group(1)), Map.copyOf(headers));
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }
}
