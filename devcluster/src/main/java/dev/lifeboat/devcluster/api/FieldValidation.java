package dev.lifeboat.devcluster.api;

import java.util.Locale;

/// What happens to unknown fields: a refusal, a warning, or nothing. They are pruned in any case.
public enum FieldValidation {
    STRICT,
    WARN,
    IGNORE;

    /// The default of the real server is to warn.
    public static FieldValidation of(String text) {
        if (text.isEmpty()) {
            return WARN;
        }
        try {
            return valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw ApiFailure.badRequest("fieldValidation must be Ignore, Warn or Strict, not " + text);
        }
    }
}
