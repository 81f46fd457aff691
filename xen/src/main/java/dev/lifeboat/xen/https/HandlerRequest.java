package dev.lifeboat.xen.https;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// A request to a handler that streams. Session and task go into the query, since redirects drop cookies.
///
/// @param path with a leading slash
/// @param bodyBytes for a PUT
public record HandlerRequest(String method, String path, Map<String, String> query, OptionalLong bodyBytes) {

    public static HandlerRequest get(String path, Map<String, String> query) {
        return new HandlerRequest("GET", path, query, OptionalLong.empty());
    }

    public static HandlerRequest put(String path, Map<String, String> query, long bodyBytes) {
        return new HandlerRequest("PUT", path, query, OptionalLong.of(bodyBytes));
    }

    String target() {
        return path
                + query.entrySet().stream()
                        .map(entry -> key(entry.getKey()) + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    /// Keys of disks begin with `vdi:`, and servers may look for that before they decode.
    private static String key(String text) {
        return encoded(text).replace("%3A", ":");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Without the query, which holds secrets.
    @Override
    public String toString() {
        return method + " " + path;
    }
}
