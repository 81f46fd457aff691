package dev.lifeboat.xen.xmlrpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.client.XmlRpcClient;

/// Makes XML-RPC calls. Values are strings, booleans, doubles, lists and maps with string keys, both ways:
/// integers and dates are strings, since XAPI itself leaves them untagged as often as not; nothing and nil
/// are the empty string.
public final class XmlRpc {

    /// Carries a request to the peer and its answer back.
    @FunctionalInterface
    public interface Exchange {
        byte[] post(byte[] request) throws IOException;
    }

    private final XmlRpcClient client = new XmlRpcClient();

    public XmlRpc() {
        client.setTransportFactory(ExchangeTransport::new);
    }

    /// Makes one call.
    ///
    /// @throws IOException the exchange failed
    /// @throws MalformedXmlRpcException the answer is no XML-RPC, or a fault
    public Object call(String method, List<?> parameters, Exchange exchange)
            throws IOException, MalformedXmlRpcException {
        try {
            return client.execute(new ExchangeRequest(method, List.copyOf(parameters), exchange));
        } catch (ExchangeTransport.Failed e) {
            throw e.failure();
        } catch (XmlRpcException e) {
            throw new MalformedXmlRpcException(method + ": " + e.getMessage(), e);
        }
    }

    /// Reads a value that stands alone, as task results do: `<value>…</value>`.
    public static Object parseValue(String fragment) throws MalformedXmlRpcException {
        String response = "<methodResponse><params><param>" + fragment + "</param></params></methodResponse>";
        try {
            return ResponseReader.read(response.getBytes(StandardCharsets.UTF_8));
        } catch (XmlRpcException e) {
            throw new MalformedXmlRpcException("Not an XML-RPC value: " + e.getMessage(), e);
        }
    }
}
