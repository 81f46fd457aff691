package dev.lifeboat.agent.nbd;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/// Decides which connections stand still, or trickle. A request that waits is needed for it: whoever is asked
/// nothing is never slow. With times as [NbdSettings#of] has them, a connection is given up
///
/// - after 10 s in which it brought less than a twentieth of what another one of the disk did,
/// - after 30 s at less than a fiftieth of its own best 10 s,
/// - after 60 s of silence, or of less than 16 KiB/s, whatever there is to compare with.
///
/// What it owes is asked of others then; a host that is slow as a whole is put up with, down to that last rate.
final class StallRule {
    private static final int BEHIND_SIBLINGS = 20;
    private static final int BEHIND_ITSELF = 50;
    private static final int BEHIND_ITSELF_TICKS = 30;
    private static final long LEAST_BYTES_PER_SECOND = 16 << 10;

    private final Duration limit;
    private final int requestBytes;

    /// @param limit        of silence; all other times are parts of it
    /// @param requestBytes who brought less than one request is no measure for others
    StallRule(Duration limit, int requestBytes) {
        this.limit = limit;
        this.requestBytes = requestBytes;
    }

    /// How often connections are looked at.
    Duration tick() {
        return limit.dividedBy(RecentBytes.MOST_TICKS);
    }

    /// @param waiting how long its oldest request has been unanswered
    /// @param others  the other connections of the disk
    /// @return why this connection should be given up
    Optional<String> verdict(Duration waiting, RecentBytes recent, Collection<RecentBytes> others) {
        if (waiting.compareTo(limit) >= 0) {
            long bytes = recent.lastBytes(RecentBytes.MOST_TICKS);
            if (bytes == 0) {
                return Optional.of("no byte for " + limit.toSeconds() + " s while reads are in flight");
            }
            if (bytes < LEAST_BYTES_PER_SECOND * limit.toMillis() / 1000) {
                return Optional.of("only " + bytes + " bytes in " + limit.toSeconds() + " s");
            }
        }
        long bytes = recent.lastBytes(RecentBytes.TICKS);
        long best = others.stream()
                .mapToLong(other -> other.lastBytes(RecentBytes.TICKS))
                .max()
                .orElse(0);
        if (waited(waiting, RecentBytes.TICKS) && best >= requestBytes && bytes < best / BEHIND_SIBLINGS) {
            return Optional.of("it brought " + bytes + " bytes in the time in which another one brought " + best);
        }
        if (waited(waiting, BEHIND_ITSELF_TICKS)
                && recent.bestBytes() >= requestBytes
                && recent.lastBytes(BEHIND_ITSELF_TICKS) < recent.bestBytes() / BEHIND_ITSELF) {
            return Optional.of("it brought " + recent.lastBytes(BEHIND_ITSELF_TICKS) + " bytes lately, and "
                    + recent.bestBytes() + " in a third of that time before");
        }
        return Optional.empty();
    }

    private boolean waited(Duration waiting, int ticks) {
        return waiting.compareTo(tick().multipliedBy(ticks)) >= 0;
    }
}
