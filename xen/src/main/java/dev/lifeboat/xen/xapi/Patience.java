package dev.lifeboat.xen.xapi;

import dev.lifeboat.xen.XapiException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Repeats what the pool refused for the moment, having done nothing yet. About a minute of it, then the
/// caller decides.
public final class Patience {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    private static final List<Duration> STARTING = seconds(2, 4, 8, 15, 30);
    private static final List<Duration> CROWDED = seconds(5, 5, 5, 5, 5, 5, 5, 5, 5, 5);
    private static final List<Duration> OCCUPIED = seconds(1, 2, 3, 5, 5, 5, 10, 10, 10, 10);

    private static final Map<String, List<Duration>> DELAYS = Map.of(
            "HOST_STILL_BOOTING", STARTING,
            "HOST_HAS_NO_MANAGEMENT_IP", STARTING,
            "HOST_BROKEN", STARTING,
            "TOO_BUSY", CROWDED,
            "TOO_MANY_PENDING_TASKS", CROWDED,
            "OTHER_OPERATION_IN_PROGRESS", OCCUPIED);

    private final Pause pause;

    public Patience(Pause pause) {
        this.pause = pause;
    }

    /// Attempts until it succeeds, fails for good, or has been refused too long.
    ///
    /// @param attempt is given the method's name, and throws [XapiException]
    public Object keepTrying(String method, Function<String, Object> attempt) {
        for (int failures = 0; ; failures++) {
            try {
                return attempt.apply(method);
            } catch (XapiException e) {
                var delays = DELAYS.getOrDefault(e.code(), List.of());
                if (failures >= delays.size()) {
                    throw e;
                }
                LOG.debug("{}; trying again in {}", e.getMessage(), delays.get(failures));
                pause.waitFor(method, delays.get(failures));
            }
        }
    }

    private static List<Duration> seconds(Integer... seconds) {
        return Stream.of(seconds).map(Duration::ofSeconds).toList();
    }
}
