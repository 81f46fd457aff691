package dev.lifeboat.simulator.rpc;

import java.util.ArrayList;
import java.util.List;

/// A failure as XAPI reports it: a code and parameters, all of them strings.
public final class XapiError extends RuntimeException {
    private final String code;
    private final List<String> parameters;
    private final boolean early;

    public XapiError(String code, List<String> parameters) {
        this(code, parameters, false);
    }

    private XapiError(String code, List<String> parameters, boolean early) {
        super(code + parameters);
        this.code = code;
        this.parameters = List.copyOf(parameters);
        this.early = early;
    }

    /// An error from before dispatch, which older servers write in another shape of JSON.
    public static XapiError early(String code, List<String> parameters) {
        return new XapiError(code, parameters, true);
    }

    public boolean isEarly() {
        return early;
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
