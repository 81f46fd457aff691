package dev.lifeboat.simulator.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Errors of the web server itself come as a small page; clients look for "Additional information" in it.
public final class HtmlError {
    private HtmlError() {}

    public static void send(HttpExchange exchange, int status, String information) throws IOException {
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", "text/html");
        headers.put("cache-control", "no-cache, no-store");
        if (status == 401) {
            headers.put("WWW-Authenticate", "Basic realm=\"xapi\"");
        }
        exchange.respond(status, Map.copyOf(headers), page(status, information));
    }

    public static byte[] page(int status, String information) {
        var title = "HTTP " + status + " " + HttpStatus.text(status);
        var page =
                "<html><body><h1>%s</h1><p>Your request could not be served.</p>\n<h1>Additional information</h1>%s</body></html>"
                        .formatted(title, escape(information));
        return page.getBytes(StandardCharsets.UTF_8);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
