package dev.lifeboat.xen.xapi;

import dev.lifeboat.xen.xmlrpc.Wanted;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// A call before it is sent.
///
/// @param parameters without the session
/// @param wanted what of the answer is kept
/// @param limit for everything, from connecting to the last byte of the answer
public record Request(String method, List<Object> parameters, Wanted wanted, Duration limit) {

    /// Bulk reads of big pools take minutes; everything else that takes long is asynchronous.
    private static final Duration USUAL_LIMIT = Duration.ofMinutes(5);

    private static final Pattern READ_ONLY = Pattern.compile("[^.]+\\.get_.*|event\\.from");

    public Request {
        parameters = List.copyOf(parameters);
    }

    public static Request of(String method, Object... parameters) {
        return new Request(method, List.of(parameters), Wanted.EVERYTHING, USUAL_LIMIT);
    }

    public Request keeping(Wanted kept) {
        return new Request(method, parameters, kept, limit);
    }

    public Request within(Duration otherLimit) {
        return new Request(method, parameters, wanted, otherLimit);
    }

    /// Whether it changes nothing, so that it can be repeated though an answer was lost.
    boolean readsOnly() {
        return READ_ONLY.matcher(method).matches();
    }

    /// Without the parameters, which may be secret.
    @Override
    public String toString() {
        return method;
    }
}
