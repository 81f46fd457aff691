package dev.lifeboat.xen.xapi;

import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.https.CallChannel;
import dev.lifeboat.xen.xmlrpc.MalformedXmlRpcException;
import dev.lifeboat.xen.xmlrpc.XmlRpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// One call to one host, without any regard to sessions.
final class XapiCalls {

    private final XmlRpc rpc = new XmlRpc();
    private final CallChannel channel;

    XapiCalls(CallChannel channel) {
        this.channel = channel;
    }

    Object call(URI host, Duration limit, String method, List<?> parameters) {
        try {
            return Envelope.open(method, rpc.call(method, parameters, body -> channel.post(host, body, limit)));
        } catch (MalformedXmlRpcException e) {
            throw new MalformedResponseException("Pool endpoint " + host + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
