package dev.lifeboat.xen.xmlrpc;

import org.apache.xmlrpc.parser.AtomicParser;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/// `<nil/>`, given as the empty string, as XAPI says «nothing» elsewhere.
final class NilParser extends AtomicParser {

    @Override
    protected void setResult(String text) throws SAXException {
        if (!text.isBlank()) {
            throw new SAXParseException("nil holds '" + text + "'", getDocumentLocator());
        }
        Object nothing = "";
        super.setResult(nothing);
    }
}
