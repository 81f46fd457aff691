package dev.lifeboat.simulator.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A MAC address that follows from a VM's seed and the device number, so that a copy with the same seed gets the same
/// ones.
public final class MacAddress {
    private MacAddress() {}

    public static String of(String seed, String device) {
        var hash = seed.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i <= 2 * Integer.parseInt(device); i++) {
            hash = md5(hash);
        }
        var next = md5(hash);
        // Locally administered, and never a multicast address.
        int first = (hash[0] | 2) & ~1;
        return "%02x:%02x:%02x:%02x:%02x:%02x"
                .formatted(
                        first & 0xff, hash[1] & 0xff, hash[2] & 0xff, hash[3] & 0xff, next[1] & 0xff, next[2] & 0xff);
    }

    private static byte[] md5(byte[] input) {
        try {
            return MessageDigest.getInstance("MD5").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Java runtime has no MD5", e);
        }
    }
}
