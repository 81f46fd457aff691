package dev.lifeboat.devcluster.kubelet;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `$(NAME)` in commands, arguments and values. `$$(NAME)` stands for the text itself, and so does an unknown name.
final class VariableExpansion {
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$)?\\(([-._a-zA-Z][-._a-zA-Z0-9]*)\\)");

    private VariableExpansion() {}

    static String expand(String text, Map<String, String> variables) {
        return REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found, variables)));
    }

    private static String value(MatchResult found, Map<String, String> variables) {
        if (found.group(1) != null) {
            return found.group().substring(1);
        }
        return variables.getOrDefault(found.group(2), found.group());
    }
}
