package dev.lifeboat.xen.xmlrpc;

import java.util.List;
import org.apache.xmlrpc.XmlRpcRequest;
import org.apache.xmlrpc.XmlRpcRequestConfig;

/// A call and the way it goes.
record ExchangeRequest(String method, List<?> parameters, Wanted wanted, XmlRpc.Exchange exchange)
        implements XmlRpcRequest {

    @Override
    public XmlRpcRequestConfig getConfig() {
        return StreamConfig.XAPI;
    }

    @Override
    public String getMethodName() {
        return method;
    }

    @Override
    public int getParameterCount() {
        return parameters.size();
    }

    @Override
    public Object getParameter(int index) {
        return parameters.get(index);
    }
}
