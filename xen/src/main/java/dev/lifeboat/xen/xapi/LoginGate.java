package dev.lifeboat.xen.xapi;

import dev.lifeboat.xen.CredentialsRejectedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps a password that was rejected from being tried again and again, which costs the host five seconds
/// each time and can lock the user out. Not safe for use by several threads.
final class LoginGate {

    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Clock clock;
    private @Nullable CredentialsRejectedException rejection;
    private Instant closedUntil = Instant.MIN;
    private Duration nextClosure = FIRST;

    LoginGate(Clock clock) {
        this.clock = clock;
    }

    Login pass(Supplier<Login> login) {
        if (rejection != null && clock.instant().isBefore(closedUntil)) {
            throw rejection;
        }
        try {
            var done = login.get();
            rejection = null;
            nextClosure = FIRST;
            return done;
        } catch (CredentialsRejectedException e) {
            rejection = e;
            closedUntil = clock.instant().plus(nextClosure);
            nextClosure = nextClosure.multipliedBy(2).compareTo(LONGEST) < 0 ? nextClosure.multipliedBy(2) : LONGEST;
            throw e;
        }
    }
}
