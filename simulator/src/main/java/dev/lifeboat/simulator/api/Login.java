package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;

/// Logging in, and the few calls about sessions.
final class Login {
    private static final int LEAST_ARGUMENTS = 2;
    private static final int MOST_ARGUMENTS = 4;

    private Login() {}

    static Object login(Call call) {
        int count = call.arguments().size();
        if (count < LEAST_ARGUMENTS || count > MOST_ARGUMENTS) {
            var expected = count < LEAST_ARGUMENTS ? LEAST_ARGUMENTS : MOST_ARGUMENTS;
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

    private static XapiError refused(Call call, String user) {
        Pause.of(call.pool().timing().loginFailureDelay());
        return XapiError.of("SESSION_AUTHENTICATION_FAILED", user, "Authentication failure");
    }

    static void register(MethodTable table) {
        table.field("session.logout", 0, call -> {
            call.pool().sessions().end(call.pool().sessions().require(call.sessionRef()));
            return Call.VOID;
        });
        table.field("session.local_logout", 0, call -> {
            call.pool().sessions().end(call.pool().sessions().require(call.sessionRef()));
            return Call.VOID;
        });
    }
}
