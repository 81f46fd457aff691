package dev.lifeboat.devcluster.kubelet;

import java.util.concurrent.atomic.AtomicInteger;

/// Pod addresses out of 127.0.0.0/8, where every address can be bound without set-up. Two devclusters on one machine
/// start at different places.
final class Addresses {
    private static final int NETWORKS = 128;
    private static final int FIRST_NETWORK = 64;

    private final int network = FIRST_NETWORK + (int) (ProcessHandle.current().pid() % NETWORKS);
    private final AtomicInteger next = new AtomicInteger(1);

    String next() {
        var number = next.getAndUpdate(last -> last % 0xFFFE + 1);
        return "127.%d.%d.%d".formatted(network, number >> 8, number & 0xFF);
    }
}
