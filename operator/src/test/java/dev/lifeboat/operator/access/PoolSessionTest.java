package dev.lifeboat.operator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.Credentials;
import dev.lifeboat.xen.CredentialsRejectedException;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenPool;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PoolSessionTest {
    private static final URI ENDPOINT = URI.create("https://xen1");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T02:00:00Z"));
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final AtomicInteger attempts = new AtomicInteger();
    private final PoolSession session = new PoolSession(clock);

    @Test
    void aRejectedPasswordIsNotTriedAgainForAWhile() {
        // when
        rejected("wrong");
        rejected("wrong");

        // then
        assertThat(attempts).hasValue(1);
    }

    @Test
    void anotherPasswordIsTriedAtOnce() {
        // when
        rejected("wrong");
        rejected("other");

        // then
        assertThat(attempts).hasValue(2);
    }

    @Test
    void theSamePasswordIsTriedAgainAfterAWhile() {
        // when
        rejected("wrong");
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(11)));
        rejected("wrong");

        // then
        assertThat(attempts).hasValue(2);
    }

    @Test
    void aPoolThatDoesNotAnswerIsAskedEachTime() {
        // when
        for (var i = 0; i < 3; i++) {
            assertThatThrownBy(() -> session.call(access("right"), this::unreachable, pool -> pool))
                    .isInstanceOf(PoolUnreachableException.class);
        }

        // then
        assertThat(attempts).hasValue(3);
    }

    private void rejected(String password) {
        assertThatThrownBy(() -> session.call(access(password), this::reject, pool -> pool))
                .isInstanceOf(CredentialsRejectedException.class);
    }

    private XenPool reject(PoolAccess access) {
        attempts.incrementAndGet();
        throw new CredentialsRejectedException(
                ENDPOINT,
                access.credentials().username(),
                XapiException.of("session.login_with_password", "SESSION_AUTHENTICATION_FAILED", List.of()));
    }

    private XenPool unreachable(PoolAccess access) {
        attempts.incrementAndGet();
        throw new PoolUnreachableException(
                ENDPOINT,
                PoolUnreachableException.Reason.TIMEOUT,
                false,
                access.endpoints() + " does not answer",
                null);
    }

    private static PoolAccess access(String password) {
        return new PoolAccess(List.of(ENDPOINT), new Credentials("root", password), new Trust.SystemCertificates());
    }
}
