package dev.lifeboat.simulator.database;

import dev.lifeboat.simulator.rpc.XapiError;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `true | false | ( e ) | not e | e and e | e or e | value = value`; `and` and `or` bind equally, from the left.
public final class FilterParser {
    private static final Logger LOG = LoggerFactory.getLogger(FilterParser.class);

    private final String text;
    private final XapiClass type;
    private int at;

    private FilterParser(String text, XapiClass type) {
        this.text = text;
        this.type = type;
    }

    /// A test for objects of the class; a wrong expression is `INVALID_VALUE`.
    public static Predicate<Entity> parse(String text, XapiClass type) {
        var parser = new FilterParser(text, type);
        var filter = parser.expression();
        parser.skipBlanks();
        if (parser.at < text.length()) {
            throw parser.wrong();
        }
        return filter::matches;
    }

    private Filter expression() {
        var left = term();
        while (true) {
            if (word("and")) {
                left = new Filter.And(left, term());
            } else if (word("or")) {
                left = new Filter.Or(left, term());
            } else {
                return left;
            }
        }
    }

    private Filter term() {
        if (symbol('(')) {
            var inner = expression();
            expect(')');
            return inner;
        }
        if (word("not")) {
            return new Filter.Not(term());
        }
        if (word("true")) {
            return new Filter.Constant(true);
        }
        if (word("false")) {
            return new Filter.Constant(false);
        }
        var left = operand();
        expect('=');
        return new Filter.Equal(left, operand());
    }

    private Filter.Operand operand() {
        if (word("field")) {
            var name = quoted();
            return new Filter.Operand.FieldValue(type.byDatabaseName(name).orElseThrow(() -> unknown(name)));
        }
        return new Filter.Operand.Literal(quoted());
    }

    private String quoted() {
        expect('"');
        int end = text.indexOf('"', at);
        if (end < 0) {
            throw wrong();
        }
        var inside = text.substring(at, end);
        at = end + 1;
        return inside;
    }

    /// Whitespace is free, so a word ends only where a letter can no longer follow.
    private boolean word(String word) {
        skipBlanks();
        int end = at + word.length();
        if (!text.startsWith(word, at) || (end < text.length() && Character.isLetterOrDigit(text.charAt(end)))) {
            return false;
        }
        at = end;
        return true;
    }

    private boolean symbol(char symbol) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == symbol) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char symbol) {
        if (!symbol(symbol)) {
            throw wrong();
        }
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private XapiError unknown(String name) {
        LOG.warn("a client filters {} by {}, a field which this server does not have", type.name(), name);
        return XapiError.of("INTERNAL_ERROR", "no field " + name);
    }

    private XapiError wrong() {
        return XapiError.of("INVALID_VALUE", "expr", text);
    }
}
