package dev.lifeboat.operator.route;

import java.net.InetAddress;
import java.util.Arrays;

/// A range of IP addresses, `10.1.0.0/16` or `fd00::/8`.
public record NetworkRange(InetAddress base, int prefixBits) {
    public NetworkRange {
        int bits = base.getAddress().length * Byte.SIZE;
        if (prefixBits < 0 || prefixBits > bits) {
            throw new IllegalArgumentException("A prefix of " + prefixBits + " bits in an address of " + bits);
        }
    }

    /// @throws IllegalArgumentException this is not a range in CIDR notation
    public static NetworkRange parse(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("'" + cidr + "' is not a network such as 10.1.0.0/16");
        }
        return new NetworkRange(
                InetAddress.ofLiteral(cidr.substring(0, slash)), Integer.parseInt(cidr.substring(slash + 1)));
    }

    /// @param literal an address without brackets
    public boolean contains(String literal) {
        byte[] address = InetAddress.ofLiteral(literal).getAddress();
        byte[] network = base.getAddress();
        int whole = prefixBits / Byte.SIZE;
        if (address.length != network.length || !Arrays.equals(address, 0, whole, network, 0, whole)) {
            return false;
        }
        int rest = prefixBits % Byte.SIZE;
        return rest == 0 || ((address[whole] ^ network[whole]) & 0xFF) >>> (Byte.SIZE - rest) == 0;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefixBits;
    }
}
