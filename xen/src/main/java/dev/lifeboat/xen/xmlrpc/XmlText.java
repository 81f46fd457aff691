package dev.lifeboat.xen.xmlrpc;

import org.xml.sax.SAXException;

/// Characters that XML can carry. The pool refuses a call with any other, and says it less clearly.
final class XmlText {

    private XmlText() {}

    static void check(String text) throws SAXException {
        var forbidden =
                text.codePoints().filter(character -> !allowed(character)).findFirst();
        if (forbidden.isPresent()) {
            throw new SAXException(
                    String.format("a text holds the character U+%04X, which XML cannot carry", forbidden.getAsInt()));
        }
    }

    private static boolean allowed(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }
}
