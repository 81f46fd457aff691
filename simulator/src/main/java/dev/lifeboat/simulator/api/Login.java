package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.Set;

/// Logging in, and the few calls about sessions.
final class Login {
    private static final String LOCAL_LOGIN = "session.slave_local_login_with_password";

    /// The calls that open a session; every other one needs one.
    static final Set<String> NAMES = Set.of("session.login_with_password", LOCAL_LOGIN);

    private static final int LEAST_ARGUMENTS = 2;
    private static final int MOST_ARGUMENTS = 4;

    private Login() {}

    /// Works on hosts that are not the master, or cannot reach it.
    static boolean isLocal(String name) {
        return name.equals(LOCAL_LOGIN) || name.equals("session.local_logout");
    }

    static Object login(Call call) {
        int count = call.arguments().size();
        int most = isLocal(call.method()) ? LEAST_ARGUMENTS : MOST_ARGUMENTS;
        if (count < LEAST_ARGUMENTS || count > most) {
            var expected = count < LEAST_ARGUMENTS ? LEAST_ARGUMENTS : most;
            throw XapiError.of(
                    "MESSAGE_PARAMETER_COUNT_MISMATCH",
                    call.method(),
                    Integer.toString(expected),
                    Integer.toString(count));
        }
        var user = call.text(0);
        var host = call.host().entity().ref();
        return call.pool()
                .sessions()
                .login(user, call.text(1), call.text(3, ""), host)
                .map(Entity::ref)
                .orElseThrow(() -> refused(call, user));
    }

    /// Each refusal costs the caller the same delay, so that guessing takes its time.
    private static XapiError refused(Call call, String name) {
        Pause.of(call.pool().timing().loginFailureDelay());
        return call.pool().sessions().user(name, call.text(1)).isPresent()
                ? XapiError.of("SESSION_AUTHORIZATION_FAILED", name, "Subject has no role in this pool")
                : XapiError.of("SESSION_AUTHENTICATION_FAILED", name, "Authentication failure");
    }

    static void register(MethodTable table) {
        NAMES.forEach(table::listed);
        table.listed("system.listMethods");
        table.field("session.logout", 0, Login::logout);
        table.field("session.local_logout", 0, Login::logout);
        table.field("session.logout_subject_identifier", 1, call -> {
            var sid = call.text(0);
            call.database().all("session").stream()
                    .filter(session -> session.text("auth_user_sid").equals(sid) && !sid.isEmpty())
                    .forEach(call.pool().sessions()::end);
            return Call.VOID;
        });
    }

    private static Object logout(Call call) {
        call.pool().sessions().end(call.pool().sessions().require(call.sessionRef()));
        return Call.VOID;
    }
}
