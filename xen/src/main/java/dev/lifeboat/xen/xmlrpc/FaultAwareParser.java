package dev.lifeboat.xen.xmlrpc;

import java.util.Map;
import org.apache.xmlrpc.parser.XmlRpcResponseParser;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/// Reads a response. The library's own handling of a fault deserialises a Java object that the peer may
/// have put beside it (CVE-2019-17570); here a fault is two texts and an end.
final class FaultAwareParser extends XmlRpcResponseParser {

    private @Nullable Object answer;

    FaultAwareParser() {
        super(StreamConfig.XAPI, new XapiTypes());
    }

    @Override
    protected void addResult(Object value) throws SAXException {
        if (!isSuccess()) {
            throw new SAXException("the peer reports a fault: " + faultText(value));
        }
        answer = value;
    }

    Object answer() throws SAXException {
        if (answer == null) {
            throw new SAXParseException("it holds no value", getDocumentLocator());
        }
        return answer;
    }

    private static String faultText(Object value) {
        return value instanceof Map<?, ?> fault
                ? fault.get("faultCode") + " " + fault.get("faultString")
                : "of no known form";
    }
}
