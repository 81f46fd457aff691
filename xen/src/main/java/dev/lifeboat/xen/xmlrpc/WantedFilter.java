package dev.lifeboat.xen.xmlrpc;

import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.AttributesImpl;
import org.xml.sax.helpers.XMLFilterImpl;

/// Lets through the members that are wanted. A member is held back until its name is known.
final class WantedFilter extends XMLFilterImpl {

    private static final int LONGEST_NAME = 1_000;

    private final Wanted wanted;
    private final StringBuilder name = new StringBuilder();
    private final Attributes none = new AttributesImpl();
    private int structDepth;
    private int skippedElements;
    private boolean awaitingName;
    private boolean inName;

    WantedFilter(XMLReader parent, Wanted wanted) {
        super(parent);
        this.wanted = wanted;
    }

    @Override
    public void startElement(String uri, String local, String qualified, Attributes attributes) throws SAXException {
        if (skippedElements > 0) {
            skippedElements++;
        } else if (awaitingName) {
            startName(local);
        } else if (local.equals("member") && structDepth == wanted.structDepth() && structDepth > 0) {
            awaitingName = true;
        } else {
            structDepth += local.equals("struct") ? 1 : 0;
            super.startElement(uri, local, qualified, attributes);
        }
    }

    private void startName(String local) throws SAXException {
        if (inName || !local.equals("name")) {
            throw new SAXException("a member begins with '" + local + "' in place of its name");
        }
        inName = true;
        name.setLength(0);
    }

    @Override
    public void characters(char[] text, int start, int length) throws SAXException {
        if (skippedElements > 0) {
            return;
        }
        if (!awaitingName) {
            super.characters(text, start, length);
        } else if (inName) {
            if (name.length() + length > LONGEST_NAME) {
                throw new SAXException("a member has a name of more than " + LONGEST_NAME + " characters");
            }
            name.append(text, start, length);
        }
    }

    @Override
    public void endElement(String uri, String local, String qualified) throws SAXException {
        if (skippedElements > 0) {
            skippedElements--;
        } else if (inName) {
            decide(uri);
        } else if (awaitingName) {
            throw new SAXException("a member has no name");
        } else {
            structDepth -= local.equals("struct") ? 1 : 0;
            super.endElement(uri, local, qualified);
        }
    }

    private void decide(String uri) throws SAXException {
        inName = false;
        awaitingName = false;
        if (!wanted.members().contains(name.toString())) {
            skippedElements = 1;
            return;
        }
        super.startElement(uri, "member", "member", none);
        super.startElement(uri, "name", "name", none);
        char[] text = name.toString().toCharArray();
        super.characters(text, 0, text.length);
        super.endElement(uri, "name", "name");
    }
}
