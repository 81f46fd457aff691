package dev.lifeboat.simulator.rpc;

import java.util.ArrayList;
import java.util.List;

/// A failure as XAPI reports it: a code and parameters, all of them strings.
public final class XapiError extends RuntimeException {
    private final String code;
    private final List<String> parameters;

    public XapiError(String code, List<String> parameters) {
        super(code + parameters);
        this.code = code;
        this.parameters = List.copyOf(parameters);
    }

    public static XapiError of(String code, String... parameters) {
        return new XapiError(code, List.of(parameters));
    }

    /// A storage driver's failure: the first parameter is always empty, the third is the driver's standard error.
    public static XapiError backend(int number, String text) {
        return of("SR_BACKEND_FAILURE_" + number, "", text, "");
    }

    public String code() {
        return code;
    }

    public List<String> parameters() {
        return parameters;
    }

    /// Code and parameters in one list, as `ErrorDescription` and `task.error_info` carry them.
    public List<String> description() {
        var all = new ArrayList<String>();
        all.add(code);
        all.addAll(parameters);
        return List.copyOf(all);
    }
}
