package dev.lifeboat.xen.https;

import java.net.URI;
import java.util.regex.Pattern;

/// Addresses as the pool names them: a name, an IPv4 or a bare IPv6 literal, seldom with a port.
public final class HostAddress {

    private static final Pattern WITH_PORT = Pattern.compile("(\\[.+]|[^:]+):\\d+");

    private HostAddress() {}

    /// @param known an endpoint whose port holds where the address names none
    public static URI resolve(String address, URI known) {
        if (WITH_PORT.matcher(address).matches()) {
            return URI.create("https://" + address);
        }
        boolean bareIpv6 = address.contains(":") && !address.startsWith("[");
        String host = bareIpv6 ? "[" + address + "]" : address;
        return URI.create("https://" + host + (known.getPort() == -1 ? "" : ":" + known.getPort()));
    }
}
