package dev.lifeboat.xen.xapi;

import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.https.CallChannel;
import dev.lifeboat.xen.xmlrpc.AnswerLimits;
import dev.lifeboat.xen.xmlrpc.MalformedXmlRpcException;
import dev.lifeboat.xen.xmlrpc.XmlRpc;
import java.io.IOException;
import java.net.URI;

/// One call to one host, without any regard to sessions.
final class XapiCalls {

    private final XmlRpc rpc = new XmlRpc(AnswerLimits.POOL);
    private final CallChannel channel;

    XapiCalls(CallChannel channel) {
        this.channel = channel;
    }

    /// Sends it as it is: a session, where it needs one, is among its parameters.
    Object call(URI host, Request request) {
        String method = request.method();
        try {
            return Envelope.open(
                    method,
                    rpc.call(
                            method,
                            request.parameters(),
                            request.wanted(),
                            body -> channel.post(host, body, request.limit())));
        } catch (MalformedXmlRpcException e) {
            throw new MalformedResponseException("Pool endpoint " + host + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw CallChannel.failure(host, e);
        }
    }
}
