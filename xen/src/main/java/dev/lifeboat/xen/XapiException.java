package dev.lifeboat.xen;

import java.util.List;

/// The pool answered a call with an error of its catalogue.
public final class XapiException extends XenException {

    private final String method;
    private final String code;
    private final List<String> parameters;

    /// An error that the pool answered.
    ///
    /// @param method the call that failed, for instance `VM.snapshot`
    public XapiException(String method, String code, List<String> parameters) {
        super(method + ": " + code + (secret(code) || parameters.isEmpty() ? "" : " " + parameters));
        this.method = method;
        this.code = code;
        this.parameters = List.copyOf(parameters);
    }

    /// The ref of a session opens everything as long as it lives.
    private static boolean secret(String code) {
        return code.equals("SESSION_INVALID");
    }

    public String method() {
        return method;
    }

    /// In the pool's spelling, but for `LICENSE_RESTRICTION`, which becomes `LICENCE_RESTRICTION`.
    public String code() {
        return code;
    }

    public List<String> parameters() {
        return parameters;
    }

    @Override
    public Kind kind() {
        return ErrorCatalogue.kindOf(code);
    }
}
