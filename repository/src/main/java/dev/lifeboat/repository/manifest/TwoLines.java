package dev.lifeboat.repository.manifest;

import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The form of every document: two JSON texts, a line each. The second one seals the first.
///
/// @param first its bytes, each as one character
record TwoLines(String first, String second) {

    static TwoLines of(byte[] first, String second) {
        return new TwoLines(new String(first, StandardCharsets.ISO_8859_1), second);
    }

    static TwoLines read(ObjectKey key, byte[] content) {
        int end = 0;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        if (end + 1 >= content.length || content[content.length - 1] != '\n') {
            throw new DamagedException(key.value(), "a document and its seal", content.length + " bytes");
        }
        var second = new String(content, end + 1, content.length - end - 2, StandardCharsets.ISO_8859_1);
        return new TwoLines(new String(content, 0, end, StandardCharsets.ISO_8859_1), second);
    }

    byte[] firstBytes() {
        return first.getBytes(StandardCharsets.ISO_8859_1);
    }

    ByteBuffer bytes() {
        return ByteBuffer.allocate(first.length() + second.length() + 2)
                .put(firstBytes())
                .put((byte) '\n')
                .put(second.getBytes(StandardCharsets.US_ASCII))
                .put((byte) '\n')
                .flip();
    }

    /// The second line, if it has that form to the letter.
    Matcher seal(ObjectKey key, Pattern form, String what) {
        var match = form.matcher(second);
        if (!match.matches()) {
            throw new DamagedException(key.value(), what, "a document that is not");
        }
        return match;
    }
}
