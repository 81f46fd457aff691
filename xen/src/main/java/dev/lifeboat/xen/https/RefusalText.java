package dev.lifeboat.xen.https;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// What a page of HTML says about why a request was refused: hosts put the error of their catalogue behind the
/// words «Additional information».
final class RefusalText {

    private static final int LONGEST_PAGE = 16 << 10;
    private static final int LONGEST_TEXT = 300;
    private static final String BEFORE = "Additional information";

    /// The ref of a session, which opens everything as long as it lives.
    private static final String SECRET_BEHIND = "SESSION_INVALID";

    private static final Pattern TAG = Pattern.compile("<[^<>]*>");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");
    private static final Pattern COLON = Pattern.compile("^ ?: ?");

    private RefusalText() {}

    /// Empty when nothing can be read.
    static String read(InputStream body) {
        try {
            String page = new String(body.readNBytes(LONGEST_PAGE), StandardCharsets.UTF_8);
            int from = page.indexOf(BEFORE);
            return from < 0 ? "" : text(page.substring(from + BEFORE.length()));
        } catch (IOException _) {
            return "";
        }
    }

    private static String text(String html) {
        String words = BLANKS.matcher(TAG.matcher(html).replaceAll(" ")).replaceAll(" ");
        String text = COLON.matcher(words).replaceFirst("").strip();
        if (text.contains(SECRET_BEHIND)) {
            return SECRET_BEHIND;
        }
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
    }
}
