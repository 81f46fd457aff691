package dev.lifeboat.xen.https;

import dev.lifeboat.xen.MalformedResponseException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/// Addresses as the pool names them: a name, an IPv4 or a bare IPv6 literal, seldom with a port.
public final class Endpoints {

    private static final Pattern WITH_PORT = Pattern.compile("(\\[.+]|[^:]+):\\d+");

    private Endpoints() {}

    /// The endpoint at an address.
    ///
    /// @param known an endpoint whose port holds where the address names none
    public static URI resolve(String address, URI known) {
        if (WITH_PORT.matcher(address).matches()) {
            return uri(address);
        }
        boolean bareIpv6 = address.contains(":") && !address.startsWith("[");
        String host = bareIpv6 ? "[" + address + "]" : address;
        return uri(host + (known.getPort() == -1 ? "" : ":" + known.getPort()));
    }

    private static URI uri(String authority) {
        try {
            var uri = new URI("https://" + authority).parseServerAuthority();
            if (uri.getHost() == null || !uri.getAuthority().equals(authority) || uri.getUserInfo() != null) {
                throw new URISyntaxException(authority, "more than a host");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new MalformedResponseException("The pool names a host '" + authority + "', which is no address", e);
        }
    }
}
