package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.xapi.Request;
import dev.lifeboat.xen.xapi.XapiSession;
import java.time.Duration;

/// Asks the pool for its events. A token is only good with the pool master that gave it, as long as that one runs;
/// a new session is the sign that this may have ended.
final class PoolEvents {

    static final String FROM_THE_BEGINNING = "";

    /// Beyond the time that the pool waits: for a bulk of records, as the first batch is.
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final XapiSession session;
    private String token = FROM_THE_BEGINNING;
    private String tokensSession = "";

    PoolEvents(XapiSession session) {
        this.session = session;
    }

    /// What was received.
    ///
    /// @param complete whether it holds all objects there are, rather than those that changed
    record Received(EventBatch batch, boolean complete) {}

    /// Waits until something changes; all that there is counts as changed the first time, and whenever it may be that
    /// something was missed.
    Received receive(Duration atMost) {
        while (true) {
            if (!session.ref().equals(tokensSession)) {
                startAgain();
            }
            var batch = EventBatch.of(session.call(request(atMost)));
            if (session.ref().equals(tokensSession)) {
                boolean complete = token.equals(FROM_THE_BEGINNING);
                token = batch.token();
                return new Received(batch, complete);
            }
        }
    }

    /// Has the next batch hold everything.
    void startAgain() {
        token = FROM_THE_BEGINNING;
        tokensSession = session.ref();
    }

    private Request request(Duration atMost) {
        return Request.of("event.from", EventBatch.CLASSES, token, seconds(atMost))
                .keeping(UsedFields.inEvents())
                .within(atMost.plus(MARGIN));
    }

    /// With decimals: some releases misread a float that has none.
    private static double seconds(Duration duration) {
        return duration.toSeconds() + 0.1;
    }
}
