package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Who is logged in. Sessions end by logout, after a day without a call, or when too many of the same originator or
/// user push them out.
public final class Sessions {
    private static final int MOST_PER_ORIGINATOR = 500;
    private static final int MOST_PER_USER = 500;
    private static final int MOST_ANONYMOUS_ROOT = 400;
    private static final Duration IDLE_LIMIT = Duration.ofHours(24);
    private static final Duration ACTIVITY_STEP = Duration.ofMinutes(10);

    private final Database database;
    private final List<User> users;
    private final Tasks tasks;
    private final Clock clock;

    Sessions(Database database, List<User> users, Tasks tasks, Clock clock) {
        this.database = database;
        this.users = List.copyOf(users);
        this.tasks = tasks;
        this.clock = clock;
    }

    /// The user of that name and password, whatever their role.
    Optional<User> user(String name, String password) {
        return users.stream().filter(user -> user.match(name, password)).findFirst();
    }

    /// A new session, or nothing when user and password do not match or the user has no role.
    public Optional<Entity> login(String name, String password, String originator, String host) {
        return user(name, password).filter(user -> user.role() != Role.NONE).map(user -> open(user, originator, host));
    }

    private Entity open(User user, String originator, String host) {
        return database.atomically(() -> {
            var session = database.insert(
                    "session",
                    Map.ofEntries(
                            Map.entry("this_host", host),
                            Map.entry("last_active", clock.instant()),
                            Map.entry("validation_time", clock.instant()),
                            Map.entry("is_local_superuser", user.role() == Role.SUPERUSER),
                            Map.entry("auth_user_sid", user.sid()),
                            Map.entry("auth_user_name", user.name()),
                            Map.entry("rbac_permissions", List.of(user.role().text())),
                            Map.entry("originator", originator)));
            dropOldest(session, originator, user);
            return session;
        });
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
        if (idle.compareTo(IDLE_LIMIT) > 0 && !tasks.anyPendingOf(ref)) {
            end(session);
            return Optional.empty();
        }
        if (idle.compareTo(ACTIVITY_STEP) > 0) {
            session.set("last_active", clock.instant());
        }
        return found;
    }

    public Role role(Entity session) {
        if (session.flag("is_local_superuser")) {
            return Role.SUPERUSER;
        }
        var texts = session.list("rbac_permissions");
        return texts.isEmpty() ? Role.READ_ONLY : Role.find(texts.getFirst()).orElse(Role.READ_ONLY);
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

    /// Over quota the oldest goes, whoever still works with it.
    private void dropOldest(Entity added, String originator, User user) {
        if (user.role() == Role.SUPERUSER && originator.isEmpty()) {
            keep(MOST_ANONYMOUS_ROOT, added, this::anonymousRoot);
            return;
        }
        if (!originator.isEmpty()) {
            keep(
                    MOST_PER_ORIGINATOR,
                    added,
                    session -> session.text("originator").equals(originator));
        }
        keep(
                MOST_PER_USER,
                added,
                session -> !anonymousRoot(session)
                        && session.text("auth_user_name").equals(user.name()));
    }

    private boolean anonymousRoot(Entity session) {
        return session.flag("is_local_superuser") && session.text("originator").isEmpty();
    }

    private void keep(int most, Entity added, Predicate<Entity> counted) {
        var same = database.all("session").stream()
                .filter(counted)
                .filter(session -> !session.equals(added))
                .sorted(Comparator.comparing(session -> (Instant) session.get("validation_time")))
                .toList();
        same.stream().limit(Math.max(0, same.size() + 1 - most)).forEach(this::end);
    }
}
