package dev.lifeboat.repository.objectstore.s3;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The header of that name (RFC 9110, section 14.4).
///
/// @param total of the object; empty where the server does not say
record ContentRange(long first, long last, Optional<Long> total) {

    private static final Pattern FORM = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

    static Optional<ContentRange> of(@Nullable String header) {
        var match = FORM.matcher(header == null ? "" : header);
        return match.matches()
                ? Optional.of(new ContentRange(
                        Long.parseLong(match.group(1)),
                        Long.parseLong(match.group(2)),
                        Optional.of(match.group(3))
                                .filter(total -> !total.equals("*"))
                                .map(Long::valueOf)))
                : Optional.empty();
    }

    /// How many bytes must come for so many from there on, as far as one can tell.
    long expected(long offset, long wanted) {
        return total.map(end -> Math.clamp(end - offset, 0, wanted)).orElse(0L);
    }
}
