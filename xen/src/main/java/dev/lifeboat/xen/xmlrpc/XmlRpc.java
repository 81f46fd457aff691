package dev.lifeboat.xen.xmlrpc;

import dev.lifeboat.xen.RequestTooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
        /// Gives the answer as it comes; whoever reads it closes it.
        InputStream post(byte[] request) throws IOException;
    }

    private final XmlRpcClient client = new XmlRpcClient();

    public XmlRpc(AnswerLimits limits) {
        client.setTransportFactory(() -> new ExchangeTransport(limits));
    }

    /// Makes one call.
    ///
    /// @param wanted what of the answer is kept
    /// @throws RequestTooLargeException it is more than XAPI takes; nothing was sent
    /// @throws IOException the exchange failed
    /// @throws MalformedXmlRpcException the answer is no XML-RPC, or a fault
    public Object call(String method, List<?> parameters, Wanted wanted, Exchange exchange)
            throws IOException, MalformedXmlRpcException {
        try {
            return client.execute(new ExchangeRequest(method, List.copyOf(parameters), wanted, exchange));
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
            var bytes = new ByteArrayInputStream(response.getBytes(StandardCharsets.UTF_8));
            return ResponseReader.read(bytes, Wanted.EVERYTHING, AnswerLimits.POOL);
        } catch (XmlRpcException | IOException e) {
            throw new MalformedXmlRpcException("Not an XML-RPC value: " + e.getMessage(), e);
        }
    }
}
