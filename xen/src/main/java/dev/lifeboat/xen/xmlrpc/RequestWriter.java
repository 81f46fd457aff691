package dev.lifeboat.xen.xmlrpc;

import dev.lifeboat.xen.RequestTooLargeException;
import java.io.ByteArrayOutputStream;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.XmlRpcRequest;
import org.apache.xmlrpc.serializer.DefaultXMLWriterFactory;
import org.apache.xmlrpc.serializer.XmlRpcWriter;
import org.xml.sax.SAXException;

/// Writes `<methodCall>` documents.
final class RequestWriter {

    /// What XAPI reads of a request; it answers more with an HTTP 500 that names no reason.
    private static final int MOST_BYTES = 300 << 10;

    private RequestWriter() {}

    static byte[] write(XmlRpcRequest request) throws XmlRpcException {
        var bytes = new ByteArrayOutputStream();
        var xml = new DefaultXMLWriterFactory().getXmlWriter(StreamConfig.XAPI, bytes);
        try {
            new XmlRpcWriter(StreamConfig.XAPI, xml, new XapiTypes()).write(request);
        } catch (SAXException e) {
            throw new IllegalArgumentException(request.getMethodName() + ": " + e.getMessage(), e);
        }
        if (bytes.size() > MOST_BYTES) {
            throw new RequestTooLargeException(request.getMethodName(), bytes.size(), MOST_BYTES);
        }
        return bytes.toByteArray();
    }
}
