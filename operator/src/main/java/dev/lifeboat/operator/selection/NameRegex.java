package dev.lifeboat.operator.selection;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.function.Predicate;

/// Regular expressions for names. They are those of RE2, whose time is linear in the length of the name: nobody can
/// hold up the operator with a clever one.
final class NameRegex {
    private NameRegex() {}

    /// @param field of the term that it stands in
    static Predicate<String> of(String field, String regex) {
        try {
            return Pattern.compile(regex)::matches;
        } catch (PatternSyntaxException e) {
            throw new InvalidSelectorException(
                    field + ".nameRegex '" + regex + "' is not a regular expression of RE2: " + e.getDescription(), e);
        }
    }
}
