package dev.lifeboat.devcluster.cel;

import com.google.re2j.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bodies of the text functions.
final class Texts {
    private static final Pattern PLACE = Pattern.compile("%(?:\\.(\\d+))?([sdfxX%])");

    private Texts() {}

    static String find(String text, String pattern) {
        var matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    static List<String> findAll(String text, String pattern) {
        var found = new ArrayList<String>();
        var matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    static String format(String text, List<?> values) {
        var written = new StringBuilder();
        var from = 0;
        var next = 0;
        var places = PLACE.matcher(text);
        while (places.find()) {
            written.append(text, from, places.start());
            from = places.end();
            if (places.group(2).equals("%")) {
                written.append('%');
            } else if (next < values.size()) {
                written.append(write(values.get(next++), places.group(2), places.group(1)));
            } else {
                throw new IllegalArgumentException("format has more places than values");
            }
        }
        return written.append(text, from, text.length()).toString();
    }

    private static String write(Object value, String verb, @Nullable String precision) {
        return switch (verb) {
            case "f" ->
                String.format("%." + (precision == null ? "6" : precision) + "f", ((Number) value).doubleValue());
            case "x" -> Long.toHexString(((Number) value).longValue());
            case "X" -> String.format("%X", ((Number) value).longValue());
            default -> value.toString();
        };
    }

    static URI url(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("URL parse error: " + e.getMessage(), e);
        }
    }

    /// An absolute URL or an absolute path, as `isURL` has it.
    static boolean isUrl(String text) {
        try {
            return new URI(text).isAbsolute() || text.startsWith("/");
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
