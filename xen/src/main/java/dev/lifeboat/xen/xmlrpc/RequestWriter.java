package dev.lifeboat.xen.xmlrpc;

import java.io.ByteArrayOutputStream;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.XmlRpcRequest;
import org.apache.xmlrpc.serializer.DefaultXMLWriterFactory;
import org.apache.xmlrpc.serializer.XmlRpcWriter;
import org.xml.sax.SAXException;

/// Writes `<methodCall>` documents.
final class RequestWriter {

    private RequestWriter() {}

    static byte[] write(XmlRpcRequest request) throws XmlRpcException {
        var bytes = new ByteArrayOutputStream();
        var xml = new DefaultXMLWriterFactory().getXmlWriter(StreamConfig.XAPI, bytes);
        try {
            new XmlRpcWriter(StreamConfig.XAPI, xml, new XapiTypes()).write(request);
        } catch (SAXException e) {
            throw new IllegalArgumentException(request.getMethodName() + ": " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }
}
