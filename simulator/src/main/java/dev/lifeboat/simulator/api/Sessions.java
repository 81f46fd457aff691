package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// Who is logged in. Sessions end by logout, idleness, eviction, or when newer ones of the same originator push them
/// out.
public final class Sessions {
    private static final int MOST_PER_ORIGINATOR = 500;
    private static final Duration IDLE_LIMIT = Duration.ofHours(24);
    private static final Duration ACTIVITY_STEP = Duration.ofMinutes(10);

    private final Database database;
    private final Credentials credentials;
    private final Clock clock;

    Sessions(Database database, Credentials credentials, Clock clock) {
        this.database = database;
        this.credentials = credentials;
        this.clock = clock;
    }

    /// A new session, or nothing when user and password do not match.
    public Optional<Entity> login(String user, String password, String originator, String host) {
        if (!credentials.match(user, password)) {
            return Optional.empty();
        }
        var session = database.insert(
                "session",
                Map.of(
                        "this_host",
                        host,
                        "last_active",
                        clock.instant(),
                        "validation_time",
                        clock.instant(),
                        "is_local_superuser",
                        true,
                        "auth_user_name",
                        user,
                        "originator",
                        originator));
        dropOldest(originator);
        return Optional.of(session);
    }

    public Entity require(String ref) {
        return find(ref).orElseThrow(() -> XapiError.of("SESSION_INVALID", ref));
    }

    public Optional<Entity> find(String ref) {
        var found = database.find("session", ref);
        if (found.isEmpty()) {
            return found;
        }
        var session = found.get();
        var idle = Duration.between((Instant) session.get("last_active"), clock.instant());
        if (idle.compareTo(IDLE_LIMIT) > 0) {
            end(session);
            return Optional.empty();
        }
        if (idle.compareTo(ACTIVITY_STEP) > 0) {
            session.set("last_active", clock.instant());
        }
        return found;
    }

    public void end(Entity session) {
        session.delete();
    }

    /// Ends all sessions; the next call of each finds `SESSION_INVALID`.
    public int evictAll() {
        return database.atomically(() -> {
            var all = database.all("session");
            all.forEach(this::end);
            return all.size();
        });
    }

    private void dropOldest(String originator) {
        var same = database.all("session").stream()
                .filter(session -> session.text("originator").equals(originator))
                .sorted(Comparator.comparing(session -> (Instant) session.get("validation_time")))
                .toList();
        same.stream().limit(Math.max(0, same.size() - MOST_PER_ORIGINATOR)).forEach(this::end);
    }
}
