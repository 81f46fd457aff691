package dev.lifeboat.xen.xmlrpc;

import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcStreamConfig;
import org.apache.xmlrpc.parser.ObjectArrayParser;

/// An array, given as an unmodifiable list.
final class ArrayParser extends ObjectArrayParser {

    private final PlainValues values;

    ArrayParser(XmlRpcStreamConfig config, NamespaceContextImpl context, TypeFactory types, PlainValues values) {
        super(config, context, types);
        this.values = values;
    }

    @Override
    public Object getResult() throws XmlRpcException {
        return values.list((Object[]) super.getResult());
    }
}
