package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.http.HtmlError;
import dev.lifeboat.simulator.rpc.XapiError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// A second answer inside the body of one that began well, as the real server sends it.
final class EmbeddedError {
    private EmbeddedError() {}

    static void send(OutputStream out, XapiError error) throws IOException {
        var text = error.code() + ": [ " + String.join("; ", error.parameters()) + " ]";
        var page = HtmlError.page(500, text);
        out.write(("HTTP/1.1 500 Internal Error\r\ncontent-length: " + page.length
                        + "\r\n"
                        + "connection: close\r\n"
                        + "cache-control: no-cache, no-store\r\n"
                        + "content-type: text/html\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.write(page);
        out.flush();
    }
}
