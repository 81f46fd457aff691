package dev.lifeboat.xen.xmlrpc;

import java.util.Map;
import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcStreamConfig;
import org.apache.xmlrpc.parser.MapParser;

/// A struct, given as an unmodifiable map that takes no more room than it needs.
final class StructParser extends MapParser {

    private final PlainValues values;

    StructParser(XmlRpcStreamConfig config, NamespaceContextImpl context, TypeFactory types, PlainValues values) {
        super(config, context, types);
        this.values = values;
    }

    @Override
    public Object getResult() throws XmlRpcException {
        return values.map((Map<?, ?>) super.getResult());
    }
}
