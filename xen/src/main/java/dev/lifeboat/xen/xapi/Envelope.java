package dev.lifeboat.xen.xapi;

import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.XapiException;
import java.util.List;
import java.util.Map;

/// The `Status` struct around every answer.
final class Envelope {

    private Envelope() {}

    static Object open(String method, Object answer) {
        if (answer instanceof Map<?, ?> envelope) {
            if ("Success".equals(envelope.get("Status"))) {
                Object value = envelope.get("Value");
                return value == null ? "" : value;
            }
            if ("Failure".equals(envelope.get("Status")) && envelope.get("ErrorDescription") instanceof List<?> error) {
                throw failure(method, error);
            }
        }
        throw new MalformedResponseException(method + ": the answer has no Status of Success or Failure");
    }

    /// An error description as an exception.
    ///
    /// @param description the code, then its parameters
    static XapiException failure(String method, List<?> description) {
        if (description.isEmpty()) {
            throw new MalformedResponseException(method + ": failed without an error code");
        }
        var texts = description.stream().map(String::valueOf).toList();
        return XapiException.of(method, spelling(texts.getFirst()), texts.subList(1, texts.size()));
    }

    /// Releases differ in how they spell this one.
    private static String spelling(String code) {
        return code.equals("LICENSE_RESTRICTION") ? "LICENCE_RESTRICTION" : code;
    }
}
