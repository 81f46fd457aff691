package dev.lifeboat.xen.xmlrpc;

import java.nio.charset.StandardCharsets;
import org.xml.sax.SAXException;

/// Writes a value the way XAPI does: no declaration, no blanks.
public final class TypedValueWriter {

    private final StringBuilder xml = new StringBuilder();

    private TypedValueWriter() {}

    /// Writes it.
    ///
    /// @throws IllegalArgumentException a text holds a character that XML cannot carry
    public static byte[] write(TypedValue value) {
        var writer = new TypedValueWriter();
        writer.value(value);
        return writer.xml.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(TypedValue value) {
        xml.append("<value>");
        switch (value) {
            case TypedValue.Scalar scalar -> scalar(scalar);
            case TypedValue.Array(var items) -> {
                xml.append("<array><data>");
                items.forEach(this::value);
                xml.append("</data></array>");
            }
            case TypedValue.Struct(var members) -> {
                xml.append("<struct>");
                members.forEach(this::member);
                xml.append("</struct>");
            }
        }
        xml.append("</value>");
    }

    private void member(String name, TypedValue value) {
        xml.append("<member><name>");
        text(name);
        xml.append("</name>");
        value(value);
        xml.append("</member>");
    }

    private void scalar(TypedValue.Scalar scalar) {
        if (scalar.tag().isEmpty()) {
            text(scalar.text());
        } else if (scalar.text().isEmpty() && scalar.tag().equals("nil")) {
            xml.append("<nil/>");
        } else {
            xml.append('<').append(scalar.tag()).append('>');
            text(scalar.text());
            xml.append("</").append(scalar.tag()).append('>');
        }
    }

    private void text(String text) {
        try {
            XmlText.check(text);
        } catch (SAXException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            switch (character) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append("&quot;");
                case '\'' -> xml.append("&apos;");
                case '\r' -> xml.append("&#13;");
                default -> xml.append(character);
            }
        }
    }
}
