package dev.lifeboat.xen.xmlrpc;

import org.apache.xmlrpc.parser.AtomicParser;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/// A tagged integer, given as the decimal string that XAPI would send without the tag.
final class IntegerTextParser extends AtomicParser {

    @Override
    protected void setResult(String text) throws SAXException {
        try {
            Object decimal = Long.toString(Long.parseLong(text.strip()));
            super.setResult(decimal);
        } catch (NumberFormatException e) {
            throw new SAXParseException("'" + text + "' is not an integer", getDocumentLocator(), e);
        }
    }
}
