package dev.lifeboat.xen.xmlrpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.apache.xmlrpc.XmlRpcException;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/// Reads `<methodResponse>` documents from a peer that is not believed.
final class ResponseReader {

    /// XAPI's deepest answer, a map of records of maps, nests some twenty elements. Each level costs stack.
    private static final String DEEPEST_ELEMENT = "200";

    private static final String UNLIMITED = "0";

    private static final SAXParserFactory PARSERS = hardened();

    private ResponseReader() {}

    static Object read(byte[] response) throws XmlRpcException {
        var parser = new FaultAwareParser();
        try {
            var reader = newReader();
            reader.setContentHandler(parser);
            reader.parse(new InputSource(new ByteArrayInputStream(response)));
            return PlainValue.of(parser.answer());
        } catch (SAXException | IOException | RuntimeException e) {
            throw new XmlRpcException("The answer is no XML-RPC response: " + e.getMessage(), e);
        }
    }

    /// Documents that declare a type are refused before any entity could be declared in it (CVE-2016-5002).
    private static SAXParserFactory hardened() {
        try {
            var factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.setXIncludeAware(false);
            return factory;
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("This Java runtime has no XML parser that can be hardened", e);
        }
    }

    private static XMLReader newReader() throws SAXException {
        try {
            var parser = PARSERS.newSAXParser();
            parser.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            parser.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            parser.setProperty("jdk.xml.maxElementDepth", DEEPEST_ELEMENT);
            // Java counts every escaped character against these. No entity can be declared, and the exchange
            // bounds the size of the document.
            parser.setProperty("jdk.xml.maxGeneralEntitySizeLimit", UNLIMITED);
            parser.setProperty("jdk.xml.totalEntitySizeLimit", UNLIMITED);
            return parser.getXMLReader();
        } catch (ParserConfigurationException e) {
            throw new SAXException(e);
        }
    }
}
