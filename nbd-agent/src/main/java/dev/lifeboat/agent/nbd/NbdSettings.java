package dev.lifeboat.agent.nbd;

import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.agent.api.Transfer.NbdTls;
import java.time.Duration;
import java.util.List;

/// How to reach NBD servers and when to give up.
///
/// @param connections     per disk, at most
/// @param requestBytes    of one read, at most
/// @param connectTimeout  of TCP
/// @param replyTimeout    of the handshake, and of silence while something is asked; see [StallRule] for what is
///     noticed earlier
/// @param pause           before another try
/// @param tries           of opening an address list, of one read, and of replacing a lost connection
/// @param contexts        meta contexts that the server is asked to tell about, see [NbdDisk#extents]
public record NbdSettings(
        NbdTls tls,
        int connections,
        int requestBytes,
        Duration connectTimeout,
        Duration replyTimeout,
        Duration pause,
        int tries,
        List<String> contexts) {
    public NbdSettings {
        contexts = List.copyOf(contexts);
    }

    /// As good clients of these servers have it: a minute of silence is death, five tries, a second apart.
    public static NbdSettings of(Transfer transfer) {
        return new NbdSettings(
                transfer.nbdTls(),
                transfer.connectionsPerDisk(),
                transfer.readSizeBytes(),
                Duration.ofSeconds(15),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                5,
                List.of(NbdExtent.ALLOCATION));
    }

    /// Several disks share what a host serves.
    public NbdSettings withConnections(int connections) {
        return new NbdSettings(tls, connections, requestBytes, connectTimeout, replyTimeout, pause, tries, contexts);
    }

    public NbdSettings withContexts(List<String> contexts) {
        return new NbdSettings(tls, connections, requestBytes, connectTimeout, replyTimeout, pause, tries, contexts);
    }
}
