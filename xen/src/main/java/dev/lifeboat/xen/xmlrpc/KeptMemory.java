package dev.lifeboat.xen.xmlrpc;

import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.XMLFilterImpl;

/// Counts what the parsers behind it will keep, and stops before it is too much: a short document of many empty
/// structs takes far more memory than its own length.
final class KeptMemory extends XMLFilterImpl {

    /// A map or list with nothing in it, its entry in what encloses it included.
    private static final int ELEMENT_BYTES = 48;

    private final long limitBytes;
    private long keptBytes;

    KeptMemory(XMLReader parent, long limitBytes) {
        super(parent);
        this.limitBytes = limitBytes;
    }

    @Override
    public void startElement(String uri, String local, String qualified, Attributes attributes) throws SAXException {
        keep(ELEMENT_BYTES);
        super.startElement(uri, local, qualified, attributes);
    }

    @Override
    public void characters(char[] text, int start, int length) throws SAXException {
        keep(length);
        super.characters(text, start, length);
    }

    private void keep(int bytes) throws SAXException {
        keptBytes += bytes;
        if (keptBytes > limitBytes) {
            throw new SAXException("it holds more than " + limitBytes + " bytes of values");
        }
    }
}
