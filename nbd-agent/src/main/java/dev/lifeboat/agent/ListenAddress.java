package dev.lifeboat.agent;

import java.net.InetSocketAddress;

/// `address:port`, with brackets around an IPv6 address.
record ListenAddress(String address, int port) {
    static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'" + text + "' is not of the form address:port");
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return new ListenAddress(text.substring(0, colon).replaceAll("[\\[\\]]", ""), port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' does not end with a port number", e);
        }
    }

    InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(address, port);
    }
}
