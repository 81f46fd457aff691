package dev.lifeboat.xen.xmlrpc;

import java.io.IOException;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.XmlRpcRequest;
import org.apache.xmlrpc.client.XmlRpcTransport;

/// The library's own transports choose parser and HTTP client themselves; this one leaves both to us.
final class ExchangeTransport implements XmlRpcTransport {

    private final AnswerLimits limits;

    ExchangeTransport(AnswerLimits limits) {
        this.limits = limits;
    }

    @Override
    public Object sendRequest(XmlRpcRequest request) throws XmlRpcException {
        var call = (ExchangeRequest) request;
        byte[] written = RequestWriter.write(request);
        try (var answer = call.exchange().post(written)) {
            return ResponseReader.read(answer, call.wanted(), limits);
        } catch (IOException e) {
            throw new Failed(e);
        }
    }

    /// Carries the exchange's own failure through the library.
    static final class Failed extends XmlRpcException {
        private final IOException failure;

        Failed(IOException failure) {
            super(0, "exchange failed", failure);
            this.failure = failure;
        }

        IOException failure() {
            return failure;
        }
    }
}
