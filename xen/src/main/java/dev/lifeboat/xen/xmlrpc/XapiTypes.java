package dev.lifeboat.xen.xmlrpc;

import java.util.List;
import java.util.Map;
import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcStreamConfig;
import org.apache.xmlrpc.parser.BooleanParser;
import org.apache.xmlrpc.parser.DoubleParser;
import org.apache.xmlrpc.parser.StringParser;
import org.apache.xmlrpc.parser.TypeParser;
import org.apache.xmlrpc.serializer.BooleanSerializer;
import org.apache.xmlrpc.serializer.DoubleSerializer;
import org.apache.xmlrpc.serializer.ListSerializer;
import org.apache.xmlrpc.serializer.MapSerializer;
import org.apache.xmlrpc.serializer.StringSerializer;
import org.apache.xmlrpc.serializer.TypeSerializer;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/// The types that XAPI uses, and no other: the library's own factory also knows serialised Java objects.
final class XapiTypes implements TypeFactory {

    private final PlainValues values = new PlainValues();

    @Override
    public TypeSerializer getSerializer(XmlRpcStreamConfig config, Object value) throws SAXException {
        return switch (value) {
            case String text -> {
                XmlText.check(text);
                yield new StringSerializer();
            }
            case Boolean _ -> new BooleanSerializer();
            case Double _ -> new DoubleSerializer();
            case List<?> _ -> new ListSerializer(this, config);
            case Map<?, ?> _ -> new MapSerializer(this, config);
            default ->
                throw new SAXException(
                        "XAPI has no type for " + value.getClass().getName());
        };
    }

    /// A null, for a tag that is not ours, makes the library refuse the document.
    @Override
    public @Nullable TypeParser getParser(
            XmlRpcStreamConfig config, NamespaceContextImpl context, String namespace, String tag) {
        if (!namespace.isEmpty()) {
            return null;
        }
        return switch (tag) {
            case "string", "dateTime.iso8601" -> new StringParser();
            case "int", "i4", "i8" -> new IntegerTextParser();
            case "boolean" -> new BooleanParser();
            case "double" -> new DoubleParser();
            case "nil" -> new NilParser();
            case "array" -> new ArrayParser(config, context, this, values);
            case "struct" -> new StructParser(config, context, this, values);
            default -> null;
        };
    }
}
