package dev.lifeboat.xen.xmlrpc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.apache.xmlrpc.XmlRpcException;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/// Reads `<methodResponse>` documents from a peer that is not believed, as they come.
final class ResponseReader {

    /// XAPI's deepest answer, a map of records of maps, nests some twenty elements. Each level costs stack.
    private static final String DEEPEST_ELEMENT = "200";

    private static final String UNLIMITED = "0";

    private static final SAXParserFactory PARSERS = hardened();

    private ResponseReader() {}

    /// Reads one document.
    ///
    /// @throws IOException the source of bytes failed
    /// @throws XmlRpcException it is no response, or more than the limits
    static Object read(InputStream response, Wanted wanted, AnswerLimits limits) throws XmlRpcException, IOException {
        var guarded = new GuardedStream(response, limits.documentBytes());
        var parser = new FaultAwareParser();
        try {
            var reader = new KeptMemory(new WantedFilter(newReader(), wanted), limits.keptBytes());
            reader.setContentHandler(parser);
            reader.parse(source(guarded));
            return parser.answer();
        } catch (SAXException | IOException | RuntimeException e) {
            if (guarded.broken().isPresent()) {
                throw guarded.broken().get();
            }
            throw new XmlRpcException("The answer is no XML-RPC response: " + e.getMessage(), e);
        }
    }

    /// Whatever encoding the document claims to be in.
    private static InputSource source(InputStream document) {
        var source = new InputSource(document);
        source.setEncoding(StandardCharsets.UTF_8.name());
        return source;
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
            // Java counts every escaped character against these. No entity can be declared, and what is kept is
            // counted in KeptMemory.
            parser.setProperty("jdk.xml.maxGeneralEntitySizeLimit", UNLIMITED);
            parser.setProperty("jdk.xml.totalEntitySizeLimit", UNLIMITED);
            return parser.getXMLReader();
        } catch (ParserConfigurationException e) {
            throw new SAXException(e);
        }
    }
}
