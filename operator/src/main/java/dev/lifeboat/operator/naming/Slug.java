package dev.lifeboat.operator.naming;

import java.util.Locale;

/// Free text as part of a name: lower case, anything else turned into single dashes.
public final class Slug {
    private Slug() {}

    /// @return at most `maxLength` characters, and `fallback` where nothing of the text is left
    public static String of(String text, int maxLength, String fallback) {
        var slug = new StringBuilder();
        for (var c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                slug.append(c);
            } else if (!slug.isEmpty() && slug.charAt(slug.length() - 1) != '-') {
                slug.append('-');
            }
        }
        return orFallback(withoutDashAtEnd(slug, maxLength), fallback);
    }

    private static String withoutDashAtEnd(StringBuilder slug, int maxLength) {
        slug.setLength(Math.min(slug.length(), maxLength));
        while (!slug.isEmpty() && slug.charAt(slug.length() - 1) == '-') {
            slug.setLength(slug.length() - 1);
        }
        return slug.toString();
    }

    private static String orFallback(String slug, String fallback) {
        return slug.isEmpty() ? fallback : slug;
    }
}
